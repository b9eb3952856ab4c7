#include "provider/plugin/log_sink.h"

#include <grpc/support/log.h>

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace tf::plugin {
namespace {

using base::LogLevel;

const absl::Time kNow = absl::FromUnixSeconds(1772442000);  // 2026-03-02T09:00:00Z

LogLevel Wanted(const std::map<std::string, std::string>& variables) {
  return WantedLogLevel([&](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

TEST(WantedLogLevel, IsOffUnlessAskedFor) {
  EXPECT_EQ(Wanted({}), LogLevel::kOff);
  EXPECT_EQ(Wanted({{"TF_LOG", ""}, {"TF_LOG_PROVIDER", ""}}), LogLevel::kOff);
  EXPECT_EQ(Wanted({{"TF_LOG_CORE", "TRACE"}}), LogLevel::kOff);
}

TEST(WantedLogLevel, ReadsTheLevelInAnyCase) {
  EXPECT_EQ(Wanted({{"TF_LOG", "TRACE"}}), LogLevel::kTrace);
  EXPECT_EQ(Wanted({{"TF_LOG", "debug"}}), LogLevel::kDebug);
  EXPECT_EQ(Wanted({{"TF_LOG", "Info"}}), LogLevel::kInfo);
  EXPECT_EQ(Wanted({{"TF_LOG", "WARN"}}), LogLevel::kWarn);
  EXPECT_EQ(Wanted({{"TF_LOG", "ERROR"}}), LogLevel::kError);
  EXPECT_EQ(Wanted({{"TF_LOG", "OFF"}}), LogLevel::kOff);
}

TEST(WantedLogLevel, PrefersTheVariableForProviders) {
  EXPECT_EQ(Wanted({{"TF_LOG", "ERROR"}, {"TF_LOG_PROVIDER", "DEBUG"}}), LogLevel::kDebug);
  EXPECT_EQ(Wanted({{"TF_LOG", "TRACE"}, {"TF_LOG_PROVIDER", "off"}}), LogLevel::kOff);
  EXPECT_EQ(Wanted({{"TF_LOG", "INFO"}, {"TF_LOG_PROVIDER", ""}}), LogLevel::kInfo);
}

TEST(WantedLogLevel, TakesJsonAndUnknownWordsForEverything) {
  EXPECT_EQ(Wanted({{"TF_LOG", "JSON"}}), LogLevel::kTrace);
  EXPECT_EQ(Wanted({{"TF_LOG", "1"}}), LogLevel::kTrace);
}

TEST(LogLine, HasTheFormThatTerraformReads) {
  EXPECT_EQ(LogLine(LogLevel::kWarn, "incident", "slow answer", {{"schedule_id", "01H"}},
                    kNow + absl::Microseconds(120)),
            R"({"@level":"warn","@message":"slow answer","@module":"incident",)"
            R"("@timestamp":"2026-03-02T09:00:00.000120Z","schedule_id":"01H"})"
            "\n");
}

TEST(LogLine, StaysOneValidLineWhateverTheText) {
  const std::string line = LogLine(LogLevel::kInfo, "incident", "a\nb\x1b[31m \xff \"q\"",
                                   {{"body", "\xc3\x28\r\n{}"}}, kNow);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto parsed = nlohmann::json::parse(line, nullptr, false);
  ASSERT_FALSE(parsed.is_discarded());
  EXPECT_EQ(parsed["@message"], "a b [31m \xef\xbf\xbd \"q\"");
}

TEST(LogLine, CutsWhatTerraformWouldNotTakeAsOneLine) {
  const std::string line = LogLine(LogLevel::kInfo, "incident", std::string(200'000, 'x'),
                                   {{"body", std::string(200'000, 'y')}}, kNow);
  EXPECT_LT(line.size(), 5'000U);
}

TEST(LogLine, NeverReplacesWhatTerraformReliesOn) {
  const auto parsed = nlohmann::json::parse(
      LogLine(LogLevel::kInfo, "incident", "text", {{"@message", "x"}, {"@level", "y"}}, kNow),
      nullptr, false);
  EXPECT_EQ(parsed["@message"], "text");
  EXPECT_EQ(parsed["@level"], "info");
}

TEST(InstallLog, WritesNothingUnlessAskedFor) {
  testing::internal::CaptureStderr();
  InstallLog([](const char*) -> const char* { return nullptr; }, "incident");
  gpr_log(GPR_ERROR, "from gRPC");
  LOG_AT(LogLevel::kError, "from us");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(InstallLog, SendsOurLinesAndThoseOfGrpcToStderr) {
  testing::internal::CaptureStderr();
  InstallLog([](const char*) { return "ERROR"; }, "incident");
  LOG_AT(LogLevel::kInfo, "too quiet");
  LOG_AT(LogLevel::kError, "from us");
  gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);  // as gRPC does when it starts
  gpr_log(GPR_ERROR, "from %s", "gRPC");
  base::InstallLogSink(LogLevel::kOff, nullptr);
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::MatchesRegex(
                  R"(\{"@level":"error","@message":"from us","@module":"incident",[^}]*\}.)"
                  R"(\{"@level":"error","@message":"from gRPC","@module":"grpc",[^}]*\}.)"));
}

}  // namespace
}  // namespace tf::plugin
