#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace base {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Logging : public testing::Test {
 protected:
  void TearDown() override { InstallLogSink(LogLevel::kOff, nullptr); }

  void Install(LogLevel lowest) {
    InstallLogSink(
        lowest, [this](LogLevel, std::string_view message, std::initializer_list<LogField> fields) {
          std::string line(message);
          for (const LogField& field : fields)
            line.append(" ").append(field.name).append("=").append(field.value);
          lines_.push_back(line);
        });
  }

  std::vector<std::string> lines_;
};

TEST_F(Logging, IsSilentWithoutASink) {
  EXPECT_FALSE(LogEnabled(LogLevel::kError));
  LOG_AT(LogLevel::kError, "nobody listens");
}

TEST_F(Logging, IsSilentWithAnEmptySink) {
  InstallLogSink(LogLevel::kTrace, nullptr);
  LOG_AT(LogLevel::kError, "nobody listens");
  EXPECT_FALSE(LogEnabled(LogLevel::kError));
}

TEST_F(Logging, HandsMessageAndFieldsToTheSink) {
  Install(LogLevel::kDebug);
  const std::string id = "01ABC";
  LOG_AT(LogLevel::kInfo, "replica created", {{"schedule_id", id}, {"request_id", "r-1"}});
  EXPECT_THAT(lines_, ElementsAre("replica created schedule_id=01ABC request_id=r-1"));
}

TEST_F(Logging, DropsWhatIsBelowTheLevel) {
  Install(LogLevel::kWarn);
  LOG_AT(LogLevel::kInfo, "too low");
  LOG_AT(LogLevel::kWarn, "just right");
  EXPECT_THAT(lines_, ElementsAre("just right"));
}

TEST_F(Logging, DoesNotEvaluateTheArgumentsOfADisabledLine) {
  Install(LogLevel::kWarn);
  int evaluated = 0;
  const auto id = [&evaluated] {
    ++evaluated;
    return std::string("id");
  };
  LOG_AT(LogLevel::kDebug, "line", {{"id", id()}});
  EXPECT_EQ(evaluated, 0);
  LOG_AT(LogLevel::kError, "line", {{"id", id()}});
  EXPECT_EQ(evaluated, 1);
}

TEST_F(Logging, StaysSilentAtLevelOff) {
  Install(LogLevel::kOff);
  LOG_AT(LogLevel::kError, "nobody listens");
  EXPECT_THAT(lines_, IsEmpty());
}

}  // namespace
}  // namespace base
