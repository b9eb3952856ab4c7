// Running other programs from tests: to their end, or beside the test until it is over. POSIX only.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace testing_support {

struct Command {
  std::vector<std::string> arguments;              // the program first; looked up in the PATH
  std::map<std::string, std::string> environment;  // added to the test's own
  std::vector<std::string> without_variables;      // taken out of it
  std::string folder;                              // where it runs; empty for here
  // Files that a Subprocess adds to: what it prints, in place of ReadLine, and its standard error.
  // Empty for none.
  std::string output_file{};
  std::string error_file{};
};

struct Finished {
  int exit_code = -1;  // 128 + n after signal n
  std::string out;
  std::string err;
};

// Runs the command to its end. A program that cannot be started has exit code 127.
Finished Run(const Command& command);

// A program that runs until this object goes away, or until it ends itself.
class Subprocess {
 public:
  // Its standard output is read here, its standard error goes to the test's, unless there are files
  // for them.
  explicit Subprocess(const Command& command);
  ~Subprocess();  // SIGKILL when it still runs
  Subprocess(const Subprocess&) = delete;
  Subprocess& operator=(const Subprocess&) = delete;

  pid_t pid() const { return pid_; }
  // The next line of its standard output without the line end; empty at the end of the output.
  std::string ReadLine();
  void Signal(int signal) const;
  // Waits for the end; the exit code as in Finished.
  int Wait();

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::string pending_;
};

}  // namespace testing_support
