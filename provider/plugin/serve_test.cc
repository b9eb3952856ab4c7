// What the program does for a person; what it does for Terraform, tests/protocol shows on the real
// thing.
#include "provider/plugin/serve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace tf::plugin {
namespace {

using ::testing::ExitedWithCode;
using ::testing::HasSubstr;

const About kAbout{"terraform-provider-zoo", "1.2.0", "registry.terraform.io/acme/zoo"};

// Ends the process with the result of main(). Nobody asks for the provider, so it is never built.
[[noreturn]] void Main(std::vector<std::string> arguments) {
  unsetenv("TF_PLUGIN_MAGIC_COOKIE");
  arguments.insert(arguments.begin(), "terraform-provider-zoo");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  const auto define = []() -> Definition { std::abort(); };
  std::exit(Serve({kAbout, define}, static_cast<int>(argv.size()), argv.data()));
}

TEST(Serve, SaysWhatItIsWhenStartedByHand) {
  EXPECT_EXIT(Main({}), ExitedWithCode(EXIT_FAILURE), HasSubstr(StartedByHandText(kAbout)));
}

TEST(Serve, RefusesAnArgumentThatItDoesNotKnow) {
  EXPECT_EXIT(Main({"--fast"}), ExitedWithCode(EXIT_FAILURE),
              HasSubstr(UnknownArgumentText(kAbout, "--fast")));
}

// Standard output is for whoever asked; standard error stays empty.
TEST(Serve, AnswersQuestionsAboutItself) {
  EXPECT_EXIT(Main({"--version"}), ExitedWithCode(EXIT_SUCCESS), "^$");
  EXPECT_EXIT(Main({"-help"}), ExitedWithCode(EXIT_SUCCESS), "^$");
}

}  // namespace
}  // namespace tf::plugin
