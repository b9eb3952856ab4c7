#include "base/log.h"

#include <utility>

namespace base {
namespace {

// Never destroyed: threads may still log while the process ends.
LogSink& Sink() {
  static auto* sink = new LogSink;
  return *sink;
}

}  // namespace

void InstallLogSink(LogLevel lowest, LogSink sink) {
  internal::lowest_log_level.store(LogLevel::kOff);
  Sink() = std::move(sink);
  internal::lowest_log_level.store(Sink() ? lowest : LogLevel::kOff);
}

void Log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (LogEnabled(level)) Sink()(level, message, fields);
}

}  // namespace base
