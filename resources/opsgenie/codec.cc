#include "resources/opsgenie/codec.h"

#include <string_view>
#include <utility>

#include "base/text.h"
#include "resources/json/answer.h"

namespace opsgenie {
namespace {

using json::FieldReader;
using json::Find;
using json::Json;
using json::ListOf;
using json::Read;
using json::TextOr;

// Who a period shows; no id means nobody.
struct Responder {
  std::optional<ids::ExternalUserId> id;
  std::optional<std::string> name;
};

struct RotationPeriod {
  absl::Time start;
  absl::Time end = absl::InfiniteFuture();
  Responder responder;
};

using Rotations = std::vector<std::vector<RotationPeriod>>;

Read<Responder> DecodeResponder(const Json& json) {
  FieldReader read(json);
  Responder responder;
  std::string type = "user";
  read.Optional("type", type);
  read.Optional("name", responder.name);
  if (type == "none") return read.Finish(Responder{});
  if (type == "user") {
    read.Required("id", responder.id, json::DecodeId<ids::ExternalUserId>);
    return read.Finish(std::move(responder));
  }
  std::string id = "unknown";
  read.Optional("id", id);
  responder.id = ids::ExternalUserId(type + ":" + id);
  return read.Finish(std::move(responder));
}

Read<RotationPeriod> DecodePeriod(const Json& json) {
  FieldReader read(json);
  RotationPeriod period;
  read.Required("startDate", period.start);
  read.Optional("endDate", period.end);
  read.Optional("recipient", period.responder, DecodeResponder);
  read.Optional("responder", period.responder, DecodeResponder);
  return read.Finish(std::move(period));
}

// A rotation that has nothing in the range may come without the list.
Read<std::vector<RotationPeriod>> DecodeRotation(const Json& json) {
  FieldReader read(json);
  std::vector<RotationPeriod> periods;
  read.Optional("periods", periods, ListOf(DecodePeriod));
  return read.Finish(std::move(periods));
}

Read<Rotations> DecodeRotations(const Json& json) {
  return json::Member(json, "rotations", ListOf(DecodeRotation));
}

struct Parent {
  std::optional<ids::ExternalScheduleId> id;
  std::optional<std::string> name;
};

Read<Parent> DecodeParent(const Json& json) {
  FieldReader read(json);
  Parent parent;
  read.Optional("id", parent.id);
  read.Optional("name", parent.name);
  return read.Finish(std::move(parent));
}

// All rotations as one list; the names of people go to `names`.
std::vector<Period> Flatten(Rotations&& rotations,
                            std::map<ids::ExternalUserId, std::string>& names) {
  std::vector<Period> all;
  for (auto& periods : rotations) {
    for (auto& [start, end, responder] : periods) {
      if (responder.id && responder.name && !responder.name->empty()) {
        names[*responder.id] = *std::move(responder.name);
      }
      all.push_back({start, end, std::move(responder.id)});
    }
  }
  return all;
}

// Null when the answer does not tell. It decides nothing here, so what is not readable is no error.
std::optional<std::vector<Period>> ReadBase(const Json& json,
                                            std::map<ids::ExternalUserId, std::string>& names) {
  const Json* base = Find(json, "baseTimeline");
  if (base == nullptr) return std::nullopt;
  auto rotations = DecodeRotations(*base);
  if (!rotations) return std::nullopt;
  return Flatten(*std::move(rotations), names);
}

Read<TimelineAnswer> DecodeBareTimeline(const Json& json) {
  FieldReader read(json);
  TimelineAnswer answer;
  Parent parent;
  Rotations rotations;
  read.Optional("_parent", parent, DecodeParent);
  read.Optional("endDate", answer.end);
  read.Required("finalTimeline", rotations, DecodeRotations);
  answer.schedule = std::move(parent.id);
  answer.timeline.schedule_name = std::move(parent.name);
  Timeline& timeline = answer.timeline;
  timeline.periods = Flatten(std::move(rotations), timeline.names);
  timeline.base = ReadBase(json, timeline.names);
  return read.Finish(std::move(answer));
}

// One element of a list of errors: a text, or an object that has it in one of its members.
std::string TextOf(const Json& error) {
  if (const auto text = json::DecodeString(error)) return base::CleanText(*text);
  return TextOr(error, "message", TextOr(error, "detail", TextOr(error, "title")));
}

void AddWords(const std::string& more, std::string& words) {
  if (!more.empty()) words += (words.empty() ? "" : "; ") + more;
}

void ReadFieldErrors(const Json& errors, http::ApiError& error, std::string& words) {
  for (const auto& [field, value] : errors.items()) {
    const std::string text = TextOf(value);
    if (text.empty()) continue;
    AddWords(field + ": " + text, words);
    error.fields.push_back({base::CleanText(field, 100), text});
  }
}

}  // namespace

Read<TimelineAnswer> DecodeTimeline(const Json& answer) {
  if (Find(answer, "data") == nullptr) return DecodeBareTimeline(answer);
  return json::Member(answer, "data", DecodeBareTimeline);
}

Read<User> DecodeUser(const Json& json) {
  FieldReader read(json);
  User user;
  read.Required("id", user.id);
  read.Optional("username", user.username);
  return read.Finish(std::move(user));
}

void ReadErrorBody(const http::Response& response, http::ApiError& error) {
  const auto body = json::ParseJson(response.body);
  if (!body) return;
  const std::string request_id = TextOr(*body, "requestId");
  if (!request_id.empty()) error.request_id = request_id;

  std::string words = TextOr(*body, "message");
  for (const char* list : {"errors", "errorMessages"}) {
    const Json* errors = Find(*body, list);
    if (errors == nullptr) continue;
    if (errors->is_object()) {
      ReadFieldErrors(*errors, error, words);
    } else if (errors->is_array()) {
      for (const Json& item : *errors) AddWords(TextOf(item), words);
    }
  }
  if (!words.empty()) error.message = base::CleanText(words);
}

}  // namespace opsgenie
