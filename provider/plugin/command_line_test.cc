#include "provider/plugin/command_line.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace tf::plugin {
namespace {

using Wish = CommandLine::Wish;

const About kAbout{"terraform-provider-incident", "1.2.0",
                   "registry.terraform.io/oncall-mirror/incident"};

TEST(ReadCommandLine, ServesWithoutArguments) { EXPECT_EQ(ReadCommandLine({}).wish, Wish::kServe); }

TEST(ReadCommandLine, TakesOneDashOrTwo) {
  EXPECT_EQ(ReadCommandLine({"-debug"}).wish, Wish::kDebug);
  EXPECT_EQ(ReadCommandLine({"--debug"}).wish, Wish::kDebug);
  EXPECT_EQ(ReadCommandLine({"-version"}).wish, Wish::kVersion);
  EXPECT_EQ(ReadCommandLine({"--version"}).wish, Wish::kVersion);
  EXPECT_EQ(ReadCommandLine({"--help"}).wish, Wish::kHelp);
  EXPECT_EQ(ReadCommandLine({"-h"}).wish, Wish::kHelp);
}

TEST(ReadCommandLine, NamesTheFirstUnknownArgument) {
  for (const char* argument : {"serve", "-verbose", "", "-", "--", "---debug", "debug"}) {
    const CommandLine line = ReadCommandLine({"-debug", argument, "-other"});
    EXPECT_EQ(line.wish, Wish::kUnclear) << argument;
    EXPECT_EQ(line.unknown, argument);
  }
}

TEST(Texts, NameTheProgramAndItsVersion) {
  EXPECT_EQ(VersionText(kAbout), "terraform-provider-incident 1.2.0\n");
}

TEST(Texts, ListTheArguments) {
  EXPECT_EQ(HelpText(kAbout),
            "Usage: terraform-provider-incident [-debug | -version | -help]\n\n"
            "A provider for Terraform and OpenTofu, which start it without arguments.\n\n"
            "  -debug    run apart from Terraform, for a debugger, until Ctrl-C\n"
            "  -version  print the version\n"
            "  -help     print this text\n");
}

TEST(Texts, NameAnUnknownArgument) {
  EXPECT_EQ(UnknownArgumentText(kAbout, "-verbose"),
            "terraform-provider-incident: unknown argument '-verbose'\n"
            "Try -help for those there are.\n");
}

TEST(Texts, TellWhoStartsItByHandHowItIsUsed) {
  EXPECT_EQ(StartedByHandText(kAbout),
            "terraform-provider-incident 1.2.0 is a provider: Terraform and OpenTofu start it "
            "themselves.\n"
            "To use it, put it where `terraform init` finds it, in the path\n\n"
            "  ~/.terraform.d/plugins/registry.terraform.io/oncall-mirror/incident/1.2.0/PLATFORM/"
            "terraform-provider-incident_v1.2.0\n\n"
            "with linux_amd64 or linux_arm64 for PLATFORM. Name it in a configuration, and run\n"
            "`terraform init`:\n\n"
            "  terraform {\n"
            "    required_providers {\n"
            "      incident = {\n"
            "        source = \"oncall-mirror/incident\"\n"
            "      }\n"
            "    }\n"
            "  }\n\n"
            "To run it under a debugger, start it with -debug.\n");
}

TEST(Texts, GiveTheVariableForReattaching) {
  EXPECT_EQ(ReattachText(kAbout, "/tmp/plugin-x/socket", 4242),
            "The provider is running. In the shell in which you run Terraform, set:\n\n"
            "  export TF_REATTACH_PROVIDERS='{\"registry.terraform.io/oncall-mirror/incident\":"
            "{\"Addr\":{\"Network\":\"unix\",\"String\":\"/tmp/plugin-x/socket\"},\"Pid\":4242,"
            "\"Protocol\":\"grpc\",\"ProtocolVersion\":6,\"Test\":true}}'\n\n"
            "Press Ctrl-C here when you are done, and unset the variable there.\n");
}

TEST(Texts, QuoteAPathWithAQuoteForTheShell) {
  EXPECT_THAT(ReattachText(kAbout, "/tmp/it's/socket", 1),
              testing::HasSubstr(R"("/tmp/it'\''s/socket")"));
}

}  // namespace
}  // namespace tf::plugin
