// A Terraform project in a folder of its own, run with the real CLI and the provider that was just
// built. No `init`: the CLI configuration points straight at the program. The provider logs
// everything it can into a file there. No output, log, state, saved plan or other file of the
// folder may hold a secret of the environment, and nothing may be left in the temporary folder that
// the runs have to themselves; the test fails otherwise.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json.hpp"
#include "tests/support/subprocess.h"

namespace acceptance {

class Terraform {
 public:
  Terraform();
  ~Terraform();  // removes the folder, unless KEEP_ACCEPTANCE_FOLDERS is set
  Terraform(const Terraform&) = delete;
  Terraform& operator=(const Terraform&) = delete;

  // Variables for every later run, as INCIDENT_API_KEY; secrets travel only this way.
  std::map<std::string, std::string> environment;

  const std::string& folder() const { return folder_; }
  void Write(std::string_view file, std::string_view text) const;

  // Which folder's program is which provider; ours is from the start.
  void Use(const std::map<std::string, std::string>& folders) const;

  // `terraform ARGUMENTS` in the folder, without colours and without questions; options before
  // other arguments.
  testing_support::Finished Run(std::vector<std::string> arguments) const;

  // The saved plan or the state as `terraform show -json` prints it; fails the test when it does
  // not.
  nlohmann::json ShowPlan(const std::string& plan_file) const;
  nlohmann::json ShowState() const;

  // The command a Run would execute, for starting it beside the test. What it prints goes to a file
  // of the folder.
  testing_support::Command CommandFor(std::vector<std::string> arguments) const;

 private:
  // Secrets are the values of variables whose names end in _KEY or _TOKEN, unless the configuration
  // has them.
  void ExpectNoSecrets(const std::string& text, const std::string& where) const;
  void ExpectNoSecretsInFiles() const;

  std::string folder_;
};

// The text without the warning about development overrides, frames and line ends of the terminal;
// for searching.
std::string Plain(const std::string& output);

}  // namespace acceptance
