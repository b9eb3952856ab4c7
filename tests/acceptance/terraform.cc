#include "tests/acceptance/terraform.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/acceptance/account.h"
#include "tests/acceptance/secrets.h"

namespace acceptance {

using nlohmann::json;
using testing_support::Command;
using testing_support::Finished;

namespace {

std::string Cli() {
  const char* named = getenv("TERRAFORM");
  return named != nullptr && *named != '\0' ? named : "terraform";
}

// What the shell of the person who runs the tests must not change. Only scenarios on a real account
// know more of the account's systems than they are given.
std::vector<std::string> WithoutVariables() {
  std::vector<std::string> names = {"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_CORE", "TF_LOG_PATH",
                                    "TF_REATTACH_PROVIDERS"};
  if (RealAccount() != nullptr) return names;
  for (const char* name :
       {"INCIDENT_API_KEY", "INCIDENT_ENDPOINT", "INCIDENT_DRIFT_CHECK", "PAGERDUTY_TOKEN",
        "PAGERDUTY_SERVICE_REGION", "PAGERDUTY_ENDPOINT", "OPSGENIE_API_KEY", "OPSGENIE_REGION",
        "OPSGENIE_ENDPOINT", "ATLASSIAN_OPS_CLOUD_ID", "ATLASSIAN_OPS_API_EMAIL_ADDRESS",
        "ATLASSIAN_OPS_API_TOKEN", "ATLASSIAN_OPS_ENDPOINT"}) {
    names.emplace_back(name);
  }
  return names;
}

// Empty when there is no such file.
std::string ContentOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool IsSavedPlan(const std::string& content) { return content.starts_with("PK\x03\x04"); }

// The content of all members of these archives.
std::string MembersOf(std::vector<std::string> archives) {
  constexpr char kUnpack[] =
      "import sys, zipfile\n"
      "for name in sys.argv[1:]:\n"
      "  archive = zipfile.ZipFile(name)\n"
      "  for member in archive.namelist(): sys.stdout.buffer.write(archive.read(member))\n";
  archives.insert(archives.begin(), {"python3", "-c", kUnpack});
  const Finished unpacked = testing_support::Run(
      {.arguments = std::move(archives), .environment = {}, .without_variables = {}, .folder = {}});
  EXPECT_EQ(unpacked.exit_code, 0) << unpacked.err;
  return unpacked.out;
}

json ParseOutput(const Finished& finished) {
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  json parsed = json::parse(finished.out, nullptr, false);
  EXPECT_FALSE(parsed.is_discarded()) << finished.out;
  return parsed;
}

}  // namespace

Terraform::Terraform() {
  std::string folder = (std::filesystem::temp_directory_path() / "acceptance-XXXXXX").string();
  EXPECT_NE(mkdtemp(folder.data()), nullptr);
  folder_ = folder;
  std::filesystem::create_directory(folder_ + "/tmp");
  Use({{"oncall-mirror/incident", PROVIDER_FOLDER}});
  environment = {{"TF_CLI_CONFIG_FILE", folder_ + "/cli.tfrc"},
                 {"TF_IN_AUTOMATION", "1"},
                 {"TF_INPUT", "0"},
                 {"TF_CLI_ARGS", "-no-color"},
                 {"CHECKPOINT_DISABLE", "1"},
                 {"TMPDIR", folder_ + "/tmp"},
                 {"TF_LOG_PROVIDER", "trace"},
                 {"TF_LOG_PATH", folder_ + "/provider.log"}};
}

Terraform::~Terraform() {
  ExpectNoSecretsInFiles();
  EXPECT_TRUE(std::filesystem::is_empty(folder_ + "/tmp"))
      << std::filesystem::directory_iterator(folder_ + "/tmp")->path() << " is left";
  if (getenv("KEEP_ACCEPTANCE_FOLDERS") == nullptr) std::filesystem::remove_all(folder_);
}

void Terraform::Use(const std::map<std::string, std::string>& folders) const {
  std::string overrides;
  for (const auto& [provider, folder] : folders) {
    absl::StrAppend(&overrides, "    \"", provider, "\" = \"", folder, "\"\n");
  }
  Write("cli.tfrc", absl::StrCat("provider_installation {\n  dev_overrides {\n", overrides,
                                 "  }\n  direct {}\n}\n"));
}

void Terraform::ExpectNoSecretsInFiles() const {
  std::vector<std::string> saved_plans;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
    // The sandbox's world has the keys that it accepts.
    if (!entry.is_regular_file() || entry.path().filename() == "world.json") continue;
    const std::string content = ContentOf(entry.path());
    ExpectNoSecrets(content, entry.path().string());
    if (IsSavedPlan(content)) saved_plans.push_back(entry.path());
  }
  if (!saved_plans.empty()) ExpectNoSecrets(MembersOf(std::move(saved_plans)), "a saved plan");
}

void Terraform::Write(std::string_view file, std::string_view text) const {
  const std::filesystem::path path = std::filesystem::path(folder_) / file;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

Command Terraform::CommandFor(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), Cli());
  return {.arguments = std::move(arguments),
          .environment = environment,
          .without_variables = WithoutVariables(),
          .folder = folder_,
          .output_file = folder_ + "/started.log",
          .error_file = folder_ + "/started.log"};
}

Finished Terraform::Run(std::vector<std::string> arguments) const {
  Finished finished = testing_support::Run(CommandFor(std::move(arguments)));
  ExpectNoSecrets(finished.out, "the standard output");
  ExpectNoSecrets(finished.err, "the standard error");
  return finished;
}

void Terraform::ExpectNoSecrets(const std::string& text, const std::string& where) const {
  const std::string configuration = ContentOf(std::filesystem::path(folder_) / "main.tf");
  for (const auto& [variable, value] : environment) {
    if (!variable.ends_with("_KEY") && !variable.ends_with("_TOKEN")) continue;
    // What is this short shows everywhere, and Terraform shows what is in the configuration.
    if (value.size() < 8 || configuration.find(value) != std::string::npos) continue;
    EXPECT_THAT(FormsIn(text, value), ::testing::IsEmpty()) << variable << " shows in " << where;
  }
}

json Terraform::ShowPlan(const std::string& plan_file) const {
  return ParseOutput(Run({"show", "-json", plan_file}));
}

json Terraform::ShowState() const { return ParseOutput(Run({"show", "-json"})); }

std::string Plain(const std::string& output) {
  std::string text =
      absl::StrReplaceAll(output, {{"│ ", ""}, {"│", ""}, {"╷\n", ""}, {"╵\n", ""}, {"╵", ""}});
  const std::size_t start = text.find("Warning: Provider development overrides");
  if (start == std::string::npos) return text;
  const std::size_t end = text.find("releases.\n", start);
  return end == std::string::npos ? text
                                  : text.erase(start, end + sizeof("releases.\n") - 1 - start);
}

}  // namespace acceptance
