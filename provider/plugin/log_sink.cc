#include "provider/plugin/log_sink.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/time/clock.h"
#include "base/text.h"
#include "nlohmann/json.hpp"

namespace tf::plugin {
namespace {

using base::LogLevel;
using Json = nlohmann::json;

constexpr std::string_view kModuleField = "@module";

std::string_view Word(LogLevel level) {
  switch (level) {
    case LogLevel::kTrace:
      return "trace";
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
    case LogLevel::kOff:
      break;
  }
  return "error";
}

LogLevel LevelOf(const std::string& text) {
  const std::string word = absl::AsciiStrToLower(text);
  for (const LogLevel level :
       {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarn, LogLevel::kError}) {
    if (word == Word(level)) return level;
  }
  return word == "off" ? LogLevel::kOff : LogLevel::kTrace;
}

LogLevel LevelOf(gpr_log_severity severity) {
  switch (severity) {
    case GPR_LOG_SEVERITY_DEBUG:
      return LogLevel::kTrace;
    case GPR_LOG_SEVERITY_INFO:
      return LogLevel::kDebug;
    case GPR_LOG_SEVERITY_ERROR:
      break;
  }
  return LogLevel::kError;
}

// One write, so that the lines of several threads do not mix.
void WriteLine(const std::string& line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = write(STDERR_FILENO, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void LogFromGrpc(gpr_log_func_args* args) {
  LOG_AT(LevelOf(args->severity), args->message, {{kModuleField, "grpc"}});
}

// It complains of requests that cannot be read, and the answer to those says so too.
void LogFromProtobuf(google::protobuf::LogLevel, const char*, int, const std::string& message) {
  LOG_AT(LogLevel::kDebug, message, {{kModuleField, "protobuf"}});
}

}  // namespace

LogLevel WantedLogLevel(const Environment& environment) {
  for (const char* name : {"TF_LOG_PROVIDER", "TF_LOG"}) {
    const char* word = environment(name);
    if (word != nullptr && *word != '\0') return LevelOf(word);
  }
  return LogLevel::kOff;
}

std::string LogLine(LogLevel level, std::string_view module, std::string_view message,
                    std::initializer_list<base::LogField> fields, absl::Time now) {
  Json line;
  line[kModuleField] = module;
  for (const base::LogField& field : fields) line[field.name] = base::CleanText(field.value);
  line["@level"] = Word(level);
  line["@message"] = base::CleanText(message, 4000);
  // Exactly six digits: Terraform takes a line with another form of time for plain text.
  line["@timestamp"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", now, absl::UTCTimeZone());
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void InstallLog(const Environment& environment, std::string module) {
  gpr_set_log_function(LogFromGrpc);
  google::protobuf::SetLogHandler(LogFromProtobuf);
  const LogLevel lowest = WantedLogLevel(environment);
  if (lowest == LogLevel::kOff) return;
  base::InstallLogSink(lowest,
                       [module = std::move(module)](LogLevel level, std::string_view message,
                                                    std::initializer_list<base::LogField> fields) {
                         WriteLine(LogLine(level, module, message, fields, absl::Now()));
                       });
}

}  // namespace tf::plugin
