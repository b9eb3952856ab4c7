// What the program was asked to do by its arguments, and everything it says to a person rather than
// to Terraform. Pure functions, safe to call from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tf::plugin {

// What these texts say about the provider.
struct About {
  std::string program;  // "terraform-provider-incident"
  std::string version;  // "1.2.0"
  std::string address;  // "registry.terraform.io/oncall-mirror/incident"
};

struct CommandLine {
  enum class Wish { kServe, kDebug, kVersion, kHelp, kUnclear };

  Wish wish = Wish::kServe;
  std::string unknown;  // the first argument that is not known, with kUnclear
};

// `arguments` are those behind the program's name. Terraform gives none. One dash is as good as
// two, as in Go's programs.
CommandLine ReadCommandLine(const std::vector<std::string_view>& arguments);

// "incident" of "registry.terraform.io/oncall-mirror/incident".
std::string TypeName(const About& about);

std::string VersionText(const About& about);
std::string HelpText(const About& about);
std::string UnknownArgumentText(const About& about, const std::string& argument);

// For whoever runs the program by hand: what it is, and how it is used.
std::string StartedByHandText(const About& about);

// For whoever runs it with -debug: the TF_REATTACH_PROVIDERS to give to Terraform, ready for a
// shell.
std::string ReattachText(const About& about, const std::string& socket_path, int pid);

}  // namespace tf::plugin
