// The whole of a provider's main():
//
//   int main(int argc, char** argv) {
//     const tf::plugin::About about{.program = "terraform-provider-zoo",
//                                   .version = "1.0.0",
//                                   .address = "registry.terraform.io/acme/zoo"};
//     return tf::plugin::Serve({.about = about, .define = Zoo}, argc, argv);
//   }
#pragma once

#include <functional>

#include "provider/plugin/command_line.h"
#include "provider/sdk/provider.h"

namespace tf::plugin {

struct Options {
  About about;
  std::function<Definition()> define;  // called once, when Terraform first asks for something
};

// Serves the provider until Terraform is done with it or, with -debug, until Ctrl-C; or prints what
// was asked for. Call it before other threads are started. Started by Terraform it ends the process
// itself, without a detour over destructors, since Terraform waits for that at the end of every
// command. Otherwise returns main's result.
int Serve(const Options& options, int argc, char** argv);

}  // namespace tf::plugin
