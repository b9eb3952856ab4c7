// A fuzz target is one function that takes any bytes. Each is built into a program of its own: with
// libFuzzer in the preset `fuzz`, with replay.cc everywhere else, for the short run of the suite.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

// Must return for every input; what it promises besides is checked with HOLDS.
void Fuzz(std::string_view input);

// Ends the process when the promise is broken; who drives the target then knows the input.
#define HOLDS(promise)                                                                       \
  do {                                                                                       \
    if (!(promise)) {                                                                        \
      std::fprintf(stderr, "%s:%d: this does not hold: %s\n", __FILE__, __LINE__, #promise); \
      std::abort();                                                                          \
    }                                                                                        \
  } while (false)
