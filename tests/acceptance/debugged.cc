#include "tests/acceptance/debugged.h"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>

namespace acceptance {

using nlohmann::json;

Debugged::Debugged(const std::string& program, const Terraform& terraform,
                   std::map<std::string, std::string> environment)
    : program_({.arguments = {program, "-debug"},
                .environment = std::move(environment),
                .without_variables = {"INCIDENT_API_KEY", "INCIDENT_ENDPOINT"},
                .folder = {},
                .output_file = {},
                .error_file = terraform.folder() + "/debugged.log"}) {
  constexpr std::string_view kBegin = "  export TF_REATTACH_PROVIDERS='";
  for (int line = 0; line < 5 && variable_.empty(); ++line) {
    const std::string text = program_.ReadLine();
    printed_ += text + "\n";
    if (!text.starts_with(kBegin)) continue;
    variable_ = text.substr(kBegin.size(), text.size() - kBegin.size() - 1);
  }
  const json parsed = json::parse(variable_, nullptr, false);
  EXPECT_TRUE(parsed.is_object()) << variable_;
  if (parsed.is_object()) socket_ = parsed.begin().value().at("Addr").at("String");
}

}  // namespace acceptance
