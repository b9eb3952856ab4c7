// Bodies of incident.io's answers: whatever they hold, each decoder ends with a value or names what
// is wrong, and what is kept for people is one clean line.
#include "base/text.h"
#include "resources/incident/codec.h"
#include "resources/json/answer.h"
#include "tests/fuzz/target.h"

namespace {

template <typename Decoder>
void Try(const json::Json& body, std::string_view name, Decoder decode) {
  const auto whole = decode(body);
  HOLDS(whole || !whole.error().Text().empty());
  const auto list = json::Member(body, name, json::ListOf(decode));
  HOLDS(list || !list.error().Text().empty());
}

}  // namespace

void Fuzz(std::string_view input) {
  http::Response response{.status = 429, .headers = {}, .body = std::string(input)};
  http::ApiError error;
  incident::ReadErrorBody(response, error);
  HOLDS(base::IsValidUtf8(error.message) && error.message.find('\n') == std::string::npos);
  HOLDS(base::IsValidUtf8(error.request_id));
  static_cast<void>(incident::RetryAfterInBody(response));

  const auto body = json::ParseAnswer(input, "application/json");
  if (!body) return;
  Try(*body, "schedule_replicas", incident::DecodeReplica);
  Try(*body, "schedules", incident::DecodeSchedule);
  Try(*body, "users", incident::DecodeUser);
  Try(*body, "catalog_types", incident::DecodeCatalogType);
  Try(*body, "catalog_entries", incident::DecodeCatalogEntry);
  Try(*body, "schedule_entries", incident::DecodeEntries);
}
