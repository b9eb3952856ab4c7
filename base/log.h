// Structured logging that is silent until a sink is installed. A line that nobody wants costs one
// comparison:
//
//   LOG_AT(base::LogLevel::kDebug, "replica created", {{"schedule_id", id}, {"request_id",
//   request}});
//
// The arguments are not evaluated when the level is disabled. Safe to call from any thread. Values
// are outside text as they stand; the sink makes them safe. Secrets are never passed here.
#pragma once

#include <atomic>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace base {

enum class LogLevel { kTrace, kDebug, kInfo, kWarn, kError, kOff };

struct LogField {
  std::string_view name;
  std::string value;
};

// Takes one line. Called from any thread, also at once from several; it must not throw and must not
// log.
using LogSink =
    std::function<void(LogLevel, std::string_view message, std::initializer_list<LogField>)>;

// Installs the sink and the lowest level that reaches it. Call once, before other threads log.
void InstallLogSink(LogLevel lowest, LogSink sink);

namespace internal {
inline std::atomic<LogLevel> lowest_log_level{LogLevel::kOff};
}

inline bool LogEnabled(LogLevel level) {
  return level >= internal::lowest_log_level.load(std::memory_order_relaxed);
}

void Log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

}  // namespace base

// A macro, because a function would evaluate its arguments for a line that is not wanted.
#define LOG_AT(level, ...)           \
  do {                               \
    if (base::LogEnabled(level)) {   \
      base::Log(level, __VA_ARGS__); \
    }                                \
  } while (false)
