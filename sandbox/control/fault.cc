#include "sandbox/control/fault.h"

#include "nlohmann/json.hpp"
#include "sandbox/services/fields.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t kMost = 1'000'000'000;

// Whether `glob`, in which "*" stands for anything, describes the whole of `text`.
bool MatchesGlob(std::string_view glob, std::string_view text) {
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  std::size_t g = 0;
  std::size_t t = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = t;
    } else if (g < glob.size() && glob[g] == text[t]) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

bool Matches(const Fault& fault, const Request& request) {
  if (!fault.method.empty() && fault.method != request.method) return false;
  if (fault.path.find('*') != std::string::npos) return MatchesGlob(fault.path, request.path);
  return request.path.starts_with(fault.path);
}

// A string as it is, anything else as JSON text.
std::optional<std::string> BodyOf(const json* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  return value->dump(-1, ' ', false, json::error_handler_t::replace);
}

void ReadHeaders(Fields& fields, Fault& fault) {
  for (const auto& [name, value] : fields.Object("headers").items()) {
    if (value.is_null()) {
      fault.removed_headers.push_back(name);
    } else if (value.is_string()) {
      fault.headers[name] = value.get<std::string>();
    } else {
      fields.Fail("headers", "must hold strings, or null to take a header away.");
    }
  }
}

void ReadCut(Fields& fields, Fault& fault) {
  const std::string drop = fields.TextOr("drop", "");
  const std::string drop_as = fields.TextOr("drop_as", "reset");
  if (!drop.empty() && drop != "before" && drop != "after") {
    fields.Fail("drop", "must be \"before\" or \"after\" the effect.");
  }
  if (drop_as != "reset" && drop_as != "close") {
    fields.Fail("drop_as", "must be \"reset\" or \"close\".");
  }
  if (!drop.empty()) {
    fault.cut = drop_as == "close" ? Cut::kClose : Cut::kReset;
    fault.effect = drop == "after";
  } else if (fields.Find("truncate") != nullptr) {
    fault.cut = Cut::kTruncate;
    fault.sent_bytes = static_cast<std::size_t>(fields.IntegerOr("truncate", 0, 0, kMost));
  }
}

std::string_view CutName(Cut cut) {
  switch (cut) {
    case Cut::kReset:
      return "reset";
    case Cut::kClose:
      return "close";
    case Cut::kTruncate:
      return "truncate";
    case Cut::kNone:
      break;
  }
  return "none";
}

}  // namespace

tl::expected<Fault, std::string> FaultFromJson(const json& object) {
  Fields fields(object, "fault");
  Fault fault;
  fault.method = fields.TextOr("method", "");
  fault.path = fields.TextOr("path", "/");
  fault.times = static_cast<int>(fields.IntegerOr("times", 1, 0, kMost));
  fault.skip = static_cast<int>(fields.IntegerOr("skip", 0, 0, kMost));
  fault.delay = absl::Milliseconds(fields.IntegerOr("delay_ms", 0, 0, 600'000));
  if (fields.Find("status") != nullptr) {
    fault.status = static_cast<int>(fields.IntegerOr("status", 500, 200, 599));
  }
  ReadHeaders(fields, fault);
  const auto body = BodyOf(fields.Find("body"));
  const auto answer = BodyOf(fields.Find("answer"));
  if (body && answer) fields.Fail("answer", "and body exclude each other.");
  fault.body = answer ? answer : body;
  if (const json* patch = fields.Find("patch")) fault.patch = patch->dump();
  // Made-up answers come instead of the effect, changed ones after it.
  fault.effect = answer || !fault.patch.empty() || (!body && !fault.status);
  ReadCut(fields, fault);
  fault.effect = fields.BoolOr("effect", fault.effect);
  if (const auto problem = fields.Problem()) return tl::unexpected(*problem);
  return fault;
}

json ToJson(const Fault& fault) {
  json result = {{"method", fault.method},
                 {"path", fault.path},
                 {"times", fault.times},
                 {"skip", fault.skip},
                 {"delay_ms", absl::ToInt64Milliseconds(fault.delay)},
                 {"effect", fault.effect},
                 {"cut", CutName(fault.cut)},
                 {"struck", fault.struck}};
  if (fault.status) result["status"] = *fault.status;
  if (fault.body) result["body"] = *fault.body;
  return result;
}

Answer Distort(const Fault& fault, Answer real) {
  if (fault.status) real.status = *fault.status;
  if (fault.body) real.body = *fault.body;
  if (!fault.patch.empty()) {
    auto body = ParseJson(real.body);
    const auto patch = ParseJson(fault.patch);
    if (body && patch) {
      body->merge_patch(*patch);
      real.body = body->dump(-1, ' ', false, json::error_handler_t::replace);
    }
  }
  for (const auto& [name, value] : fault.headers) real.headers[name] = value;
  for (const auto& name : fault.removed_headers) real.headers.erase(name);
  real.cut = fault.cut;
  real.sent_bytes = fault.sent_bytes;
  return real;
}

std::optional<Fault> Faults::Strike(const Request& request) {
  for (Fault& fault : faults_) {
    if (fault.times != 0 && fault.struck >= fault.times) continue;
    if (!Matches(fault, request)) continue;
    if (fault.passed < fault.skip) {
      ++fault.passed;
      continue;
    }
    ++fault.struck;
    return fault;
  }
  return std::nullopt;
}

}  // namespace sandbox
