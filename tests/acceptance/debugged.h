// The provider as somebody runs it to attach a debugger.
#pragma once

#include <map>
#include <string>

#include "tests/acceptance/terraform.h"
#include "tests/support/subprocess.h"

namespace acceptance {

class Debugged {
 public:
  // Its environment is this one; what it writes to its standard error goes to a file of the
  // project.
  Debugged(const std::string& program, const Terraform& terraform,
           std::map<std::string, std::string> environment);

  // The value of TF_REATTACH_PROVIDERS.
  const std::string& variable() const { return variable_; }
  const std::string& socket() const { return socket_; }
  // All that it has printed.
  const std::string& printed() const { return printed_; }
  testing_support::Subprocess& program() { return program_; }

 private:
  testing_support::Subprocess program_;
  std::string variable_;
  std::string socket_;
  std::string printed_;
};

}  // namespace acceptance
