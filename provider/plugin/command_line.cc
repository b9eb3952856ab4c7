#include "provider/plugin/command_line.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "provider/plugin/handshake.h"

namespace tf::plugin {
namespace {

using Wish = CommandLine::Wish;
using Json = nlohmann::json;

Wish WishOf(std::string_view argument) {
  if (!argument.starts_with('-')) return Wish::kUnclear;
  argument.remove_prefix(argument.starts_with("--") ? 2 : 1);
  if (argument == "debug") return Wish::kDebug;
  if (argument == "version") return Wish::kVersion;
  if (argument == "help" || argument == "h") return Wish::kHelp;
  return Wish::kUnclear;
}

// A registry's host is left out of `source` where it is the default one.
std::string SourceOf(const About& about) {
  return std::string(absl::StripPrefix(about.address, "registry.terraform.io/"));
}

std::string Reattach(const About& about, const std::string& socket_path, int pid) {
  const Json provider{
      {"Protocol", "grpc"},
      {"ProtocolVersion", kProtocolVersion},
      {"Pid", pid},
      {"Test", true},  // or Terraform takes the provider for one of protocol 5
      {"Addr", {{"Network", "unix"}, {"String", socket_path}}},
  };
  return Json{{about.address, provider}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string ShellQuoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", R"('\'')"}}), "'");
}

}  // namespace

CommandLine ReadCommandLine(const std::vector<std::string_view>& arguments) {
  CommandLine line;
  for (const std::string_view argument : arguments) {
    line.wish = WishOf(argument);
    if (line.wish == Wish::kUnclear) {
      line.unknown = std::string(argument);
      return line;
    }
  }
  return line;
}

std::string TypeName(const About& about) {
  return about.address.substr(about.address.rfind('/') + 1);
}

std::string VersionText(const About& about) {
  return absl::StrCat(about.program, " ", about.version, "\n");
}

std::string HelpText(const About& about) {
  return absl::StrCat(
      "Usage: ", about.program, " [-debug | -version | -help]\n\n",
      "A provider for Terraform and OpenTofu, which start it without arguments.\n\n",
      "  -debug    run apart from Terraform, for a debugger, until Ctrl-C\n",
      "  -version  print the version\n", "  -help     print this text\n");
}

std::string UnknownArgumentText(const About& about, const std::string& argument) {
  return absl::StrCat(about.program, ": unknown argument ", ShellQuoted(argument),
                      "\nTry -help for those there are.\n");
}

std::string StartedByHandText(const About& about) {
  return absl::StrCat(about.program, " ", about.version,
                      " is a provider: Terraform and OpenTofu start it themselves.\n"
                      "To use it, put it where `terraform init` finds it, in the path\n\n"
                      "  ~/.terraform.d/plugins/",
                      about.address, "/", about.version, "/PLATFORM/", about.program, "_v",
                      about.version,
                      "\n\n"
                      "with linux_amd64 or linux_arm64 for PLATFORM. Name it in a configuration, "
                      "and run\n`terraform init`:\n\n"
                      "  terraform {\n"
                      "    required_providers {\n"
                      "      ",
                      TypeName(about),
                      " = {\n"
                      "        source = \"",
                      SourceOf(about),
                      "\"\n"
                      "      }\n"
                      "    }\n"
                      "  }\n\n"
                      "To run it under a debugger, start it with -debug.\n");
}

std::string ReattachText(const About& about, const std::string& socket_path, int pid) {
  return absl::StrCat(
      "The provider is running. In the shell in which you run Terraform, set:\n\n"
      "  export TF_REATTACH_PROVIDERS=",
      ShellQuoted(Reattach(about, socket_path, pid)),
      "\n\nPress Ctrl-C here when you are done, and unset the variable there.\n");
}

}  // namespace tf::plugin
