#include "resources/incident/client.h"

#include <set>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "resources/http/paging.h"
#include "resources/http/retry.h"
#include "resources/incident/codec.h"
#include "resources/json/answer.h"

namespace incident {
namespace {

using json::FieldReader;
using json::Find;
using json::ListOf;
using json::Member;
using json::ParseAnswer;
using json::Unlike;
using json::WithId;

constexpr int kPageSize = 250;
// What takes the most of a window's entries: the two lists that `final` is made from, and what
// tells the same shift in two answers.
constexpr std::string_view kUnreadOfEntries[] = {"scheduled", "overrides", "fingerprint",
                                                 "slack_user_id"};

http::ClientOptions ToHttp(const Options& options) {
  std::vector<http::Header> headers = {{"Authorization", "Bearer " + options.api_key},
                                       {"Accept", "application/json"}};
  auto http = http::OptionsFor(options, std::move(headers));
  http.hints.from_body = RetryAfterInBody;
  http.hints.moment_headers = {"X-RateLimit-Reset"};
  http.requests_per_minute = options.requests_per_minute;
  return http;
}

http::Request Get(std::string path) { return {http::Method::kGet, std::move(path)}; }

std::string SchedulePath(const ids::ScheduleId& schedule) {
  return "/v2/schedules/" + http::EncodePathSegment(schedule.value());
}

std::string ReplicasPath(const ids::ScheduleId& schedule) {
  return SchedulePath(schedule) + "/replicas";
}

std::string ReplicaPath(const ids::ScheduleId& schedule, const ids::ReplicaId& replica) {
  return ReplicasPath(schedule) + "/" + http::EncodePathSegment(replica.value());
}

// One answer that was taken apart as far as its JSON.
struct Document {
  http::Response response;
  Json json;
};

Result<http::Response> Send(http::Client& http, const http::Request& request,
                            const http::CallLimits& limits) {
  if (auto error = http::RefuseEmptyId(request)) return tl::make_unexpected(*std::move(error));
  auto response = http.Call(request, limits);
  if (response) return *std::move(response);
  http::ApiError error = http::ToApiError(request, response.error());
  if (response.error().last) ReadErrorBody(*response.error().last, error);
  return tl::make_unexpected(std::move(error));
}

Result<Document> Fetch(http::Client& http, const http::Request& request,
                       const http::CallLimits& limits, json::Unread unread = {}) {
  auto response = Send(http, request, limits);
  if (!response) return tl::make_unexpected(std::move(response).error());
  auto json = ParseAnswer(response->body, response->Find("Content-Type").value_or(""), unread);
  if (!json) return tl::make_unexpected(http::Garbled(request, *response, json.error()));
  return Document{*std::move(response), *std::move(json)};
}

// The member of the answer that holds what was asked for.
template <typename Decoder>
auto Take(const http::Request& request, const Document& document, std::string_view member,
          Decoder decode) -> Result<typename decltype(decode(document.json))::value_type> {
  auto taken = Member(document.json, member, decode);
  if (taken) return *std::move(taken);
  return tl::make_unexpected(http::Garbled(request, document.response, taken.error().Text()));
}

template <typename Decoder>
auto Ask(http::Client& http, const http::Request& request, const http::CallLimits& limits,
         std::string_view member, Decoder decode)
    -> Result<typename decltype(decode(std::declval<const Json&>()))::value_type> {
  const auto document = Fetch(http, request, limits);
  if (!document) return tl::make_unexpected(document.error());
  return Take(request, *document, member, decode);
}

// A decoder of replicas that refuses those of another schedule.
auto ReplicaOf(const ids::ScheduleId& schedule) {
  return [&schedule](const Json& json) -> Read<Replica> {
    auto replica = DecodeReplica(json);
    if (!replica) return replica;
    if (auto error = Unlike("schedule_id", replica->schedule_id, schedule)) {
      return tl::make_unexpected(*std::move(error));
    }
    return replica;
  };
}

void SetParameter(http::Request& request, std::string_view name, const std::string& value) {
  for (auto& parameter : request.query) {
    if (parameter.first == name) {
      parameter.second = value;
      return;
    }
  }
  request.query.emplace_back(name, value);
}

// The token that leads to the next page; null after the last one.
Read<std::optional<std::string>> NextPage(const Json& answer) {
  std::optional<std::string> after;
  const Json* meta = Find(answer, "pagination_meta");
  if (meta == nullptr) return after;
  FieldReader read(*meta);
  read.Optional("after", after);
  auto next = read.Finish(std::move(after));
  if (!next) return tl::make_unexpected(next.error().Within("pagination_meta"));
  return next;
}

// How the pages of a list are asked for and read.
struct Paging {
  std::string_view cursor;  // the query parameter that takes the token
  std::string_view member;  // what holds the list
  json::Unread unread = {};
};

// Asks for page after page; `add` keeps one and answers how much it holds.
template <typename Decoder, typename Add>
Result<void> EachPage(http::Client& http, http::Request request, const http::CallLimits& limits,
                      const Paging& paging, Decoder decode, Add add) {
  std::set<std::string> seen;
  http::ListBudget budget;
  while (true) {
    const auto document = Fetch(http, request, limits, paging.unread);
    if (!document) return tl::make_unexpected(document.error());
    auto page = Take(request, *document, paging.member, decode);
    if (!page) return tl::make_unexpected(std::move(page).error());

    const auto garbled = [&](std::string_view what) {
      return tl::make_unexpected(http::Garbled(request, document->response, what));
    };
    const auto next = NextPage(document->json);
    if (!next) return garbled(next.error().Text());
    if (!budget.TakeAnswer(document->response) || !budget.Keep(add(*std::move(page)))) {
      return garbled(http::kEndless);
    }
    if (!*next) return {};
    if (!seen.insert(**next).second) return garbled("the pages of the answer go in a circle");
    SetParameter(request, paging.cursor, **next);
  }
}

template <typename T>
std::size_t Append(std::vector<T>& all, std::vector<T> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return more.size();
}

// A list that is paged by the id of its last element.
template <typename Decoder>
auto FetchList(http::Client& http, http::Request request, const http::CallLimits& limits,
               std::string_view member, Decoder decode)
    -> Result<std::vector<typename decltype(decode(std::declval<const Json&>()))::value_type>> {
  std::vector<typename decltype(decode(std::declval<const Json&>()))::value_type> all;
  request.query.emplace_back("page_size", std::to_string(kPageSize));
  const auto done = EachPage(http, std::move(request), limits, {"after", member}, ListOf(decode),
                             [&all](auto page) { return Append(all, std::move(page)); });
  if (!done) return tl::make_unexpected(done.error());
  return all;
}

}  // namespace

Client::Client(const Options& options, http::Platform platform)
    : http_(ToHttp(options), std::move(platform)) {}

Result<ReplicaList> Client::ListReplicas(const ids::ScheduleId& schedule,
                                         const http::CallLimits& limits) {
  const http::Request request = Get(ReplicasPath(schedule));
  const auto document = Fetch(http_, request, limits);
  if (!document) return tl::make_unexpected(document.error());
  auto replicas = Take(request, *document, "schedule_replicas", ListOf(ReplicaOf(schedule)));
  if (!replicas) return tl::make_unexpected(std::move(replicas).error());
  const auto date = document->response.Find("Date");
  return ReplicaList{*std::move(replicas), date ? http::ParseHttpDate(*date) : std::nullopt};
}

Result<Replica> Client::ShowReplica(const ids::ScheduleId& schedule, const ids::ReplicaId& replica,
                                    const http::CallLimits& limits) {
  return Ask(http_, Get(ReplicaPath(schedule, replica)), limits, "schedule_replica",
             WithId(ReplicaOf(schedule), replica));
}

Result<Replica> Client::CreateReplica(const NewReplica& wanted, const http::CallLimits& limits) {
  http::Request request{http::Method::kPost, ReplicasPath(wanted.schedule_id)};
  request.headers = {{"Content-Type", "application/json"}};
  request.body = EncodeNewReplica(wanted);
  return Ask(http_, request, limits, "schedule_replica", ReplicaOf(wanted.schedule_id));
}

Result<void> Client::DeleteReplica(const ids::ScheduleId& schedule, const ids::ReplicaId& replica,
                                   const http::CallLimits& limits) {
  const http::Request request{http::Method::kDelete, ReplicaPath(schedule, replica)};
  const auto response = Send(http_, request, limits);
  if (!response) return tl::make_unexpected(response.error());
  if (!response->body.empty()) {
    // A proxy or a sign-in page has answered, and nothing may have been deleted.
    return tl::make_unexpected(
        http::Garbled(request, *response, "the answer has content, where none was expected"));
  }
  return {};
}

Result<Schedule> Client::ShowSchedule(const ids::ScheduleId& schedule,
                                      const http::CallLimits& limits) {
  return Ask(http_, Get(SchedulePath(schedule)), limits, "schedule",
             WithId(DecodeSchedule, schedule));
}

Result<std::vector<Schedule>> Client::ListSchedules(const http::CallLimits& limits) {
  return FetchList(http_, Get("/v2/schedules"), limits, "schedules", DecodeSchedule);
}

Result<Entries> Client::ScheduleEntries(const ids::ScheduleId& schedule, absl::Time from,
                                        absl::Time until, const http::CallLimits& limits) {
  http::Request request = Get("/v2/schedule_entries");
  request.query = {{"schedule_id", schedule.value()},
                   {"entry_window_start", base::FormatInstant(from)},
                   {"entry_window_end", base::FormatInstant(until)}};
  Entries all;
  // The next page starts at the token; the end of the window stays.
  const Paging paging{"entry_window_start", "schedule_entries", kUnreadOfEntries};
  const auto done = EachPage(
      http_, std::move(request), limits, paging, DecodeEntries,
      [&all](Entries page) { return Append(all.final_entries, std::move(page.final_entries)); });
  if (!done) return tl::make_unexpected(done.error());
  return all;
}

Result<std::vector<User>> Client::ListUsers(const UserFilter& filter,
                                            const http::CallLimits& limits) {
  http::Request request = Get("/v2/users");
  if (filter.email) request.query.emplace_back("email", *filter.email);
  request.query.emplace_back("include_inactive", "true");
  return FetchList(http_, std::move(request), limits, "users", DecodeUser);
}

Result<User> Client::ShowUser(const ids::UserId& user, const http::CallLimits& limits) {
  return Ask(http_, Get("/v2/users/" + http::EncodePathSegment(user.value())), limits, "user",
             WithId(DecodeUser, user));
}

Result<std::vector<CatalogType>> Client::CatalogTypes(const http::CallLimits& limits) {
  return Ask(http_, Get("/v3/catalog_types"), limits, "catalog_types", ListOf(DecodeCatalogType));
}

Result<std::vector<CatalogEntry>> Client::CatalogEntries(const std::string& catalog_type_id,
                                                         const http::CallLimits& limits) {
  http::Request request = Get("/v3/catalog_entries");
  request.query = {{"catalog_type_id", catalog_type_id}};
  return FetchList(http_, std::move(request), limits, "catalog_entries", DecodeCatalogEntry);
}

}  // namespace incident
