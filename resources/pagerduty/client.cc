#include "resources/pagerduty/client.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/time.h"
#include "resources/http/paging.h"
#include "resources/json/answer.h"
#include "resources/pagerduty/codec.h"

namespace pagerduty {
namespace {

using json::Json;
using json::ListOf;
using json::Member;
using json::Read;

// The most that one page may have.
constexpr int kPageSize = 100;
// Addresses of people, which take a third of a rendered schedule.
constexpr std::string_view kUnread[] = {"self", "html_url"};
constexpr std::string_view kTooManyShifts = "there are more shifts than a schedule can have";
// What every operation of the API allows.
constexpr absl::Duration kLongestPart = absl::Hours(31 * 24);
// Enough for a year; a longer window is not worth so many requests.
constexpr int kMostParts = 12;

http::ClientOptions ToHttp(const Options& options) {
  std::vector<http::Header> headers = {{"Authorization", "Token token=" + options.token},
                                       {"Accept", "application/vnd.pagerduty+json;version=2"}};
  auto http = http::OptionsFor(options, std::move(headers));
  http.hints.seconds_headers = {"ratelimit-reset"};
  return http;
}

// What `decode` makes of the whole answer, which is charged to the budget.
template <typename Decoder>
auto Ask(http::Client& http, const http::Request& request, const http::CallLimits& limits,
         Decoder decode, http::ListBudget& budget)
    -> Result<typename decltype(decode(std::declval<const Json&>()))::value_type> {
  if (auto error = http::RefuseEmptyId(request)) return tl::make_unexpected(*std::move(error));
  const auto response = http.Call(request, limits);
  if (!response) {
    http::ApiError error = http::ToApiError(request, response.error());
    if (response.error().last) ReadErrorBody(*response.error().last, error);
    return tl::make_unexpected(std::move(error));
  }
  const auto garbled = [&](std::string_view what) {
    return tl::make_unexpected(http::Garbled(request, *response, what));
  };
  if (!budget.TakeAnswer(*response)) return garbled(http::kEndless);
  const auto answer =
      json::ParseAnswer(response->body, response->Find("Content-Type").value_or(""), kUnread);
  if (!answer) return garbled(answer.error());
  auto decoded = decode(*answer);
  if (!decoded) return garbled(decoded.error().Text());
  return *std::move(decoded);
}

// The same for what comes in one answer.
template <typename Decoder>
auto AskOnce(http::Client& http, const http::Request& request, const http::CallLimits& limits,
             Decoder decode) {
  http::ListBudget budget;
  return Ask(http, request, limits, decode, budget);
}

// What ReadSchedule is asked for.
struct Window {
  const ids::ExternalScheduleId& schedule;
  absl::Time from;
  absl::Time until;
};

Window OnSeconds(const ids::ExternalScheduleId& schedule, absl::Time from, absl::Time until) {
  const absl::Time second = absl::UnixEpoch();
  return {schedule, second + absl::Floor(from - second, absl::Seconds(1)),
          second + absl::Ceil(until - second, absl::Seconds(1))};
}

// The two kinds of schedules, each with a path of its own.
enum class Form { kLayers, kShifts };

Result<RenderedSchedule> ReadPart(http::Client& http, Form form, const Window& window,
                                  const http::CallLimits& limits) {
  const bool shifts = form == Form::kShifts;
  http::Request request;
  request.path = (shifts ? "/v3/schedules/" : "/schedules/") +
                 http::EncodePathSegment(window.schedule.value());
  request.query = {{"since", base::FormatInstant(window.from)},
                   {"until", base::FormatInstant(window.until)},
                   {"time_zone", "UTC"},
                   {"overflow", "false"}};
  if (shifts) request.query.emplace_back("include[]", "final_schedule");
  const auto decode = [&](const Json& json) {
    return shifts ? DecodeShiftSchedule(json, window.until)
                  : DecodeLayerSchedule(json, window.until);
  };
  auto read = AskOnce(http, request, limits, [&](const Json& answer) {
    return Member(answer, "schedule", json::WithId(decode, window.schedule));
  });
  if (read && !http::ListBudget().Keep(read->entries.size())) {
    return tl::make_unexpected(http::Garbled(request, {200, {}, ""}, kTooManyShifts));
  }
  return read;
}

bool IsRefused(const Result<RenderedSchedule>& result) {
  return !result && result.error().status == 400;
}

void Append(RenderedSchedule more, RenderedSchedule& all) {
  all.entries.insert(all.entries.end(), std::make_move_iterator(more.entries.begin()),
                     std::make_move_iterator(more.entries.end()));
  // The layers of a part alone would mislead.
  all.layers.reset();
  all.names.merge(more.names);
}

// The longest window that the API takes is not documented: we ask for all of it first.
Result<RenderedSchedule> ReadWindow(http::Client& http, Form form, const Window& window,
                                    const http::CallLimits& limits) {
  auto whole = ReadPart(http, form, window, limits);
  const absl::Duration length = window.until - window.from;
  if (!IsRefused(whole) || length <= kLongestPart || length > kMostParts * kLongestPart) {
    return whole;
  }

  std::optional<RenderedSchedule> all;
  for (Window part = window; part.from < window.until; part.from = part.until) {
    part.until = std::min(part.from + kLongestPart, window.until);
    auto read = ReadPart(http, form, part, limits);
    if (!read || read->is_shift_based) return read;
    if (all) {
      Append(*std::move(read), *all);
    } else {
      all = *std::move(read);
    }
  }
  return *std::move(all);
}

Read<http::OffsetPage<User>> DecodePage(const Json& json) {
  json::FieldReader read(json);
  http::OffsetPage<User> page;
  read.Required("users", page.elements, ListOf(DecodeUser));
  read.Optional("more", page.more);
  return read.Finish(std::move(page));
}

}  // namespace

std::optional<http::Endpoint> DefaultEndpoint(std::string_view region) {
  if (region == "us") return http::Endpoint{"https", "api.pagerduty.com", "", ""};
  if (region == "eu") return http::Endpoint{"https", "api.eu.pagerduty.com", "", ""};
  return std::nullopt;
}

Client::Client(const Options& options, http::Platform platform)
    : http_(ToHttp(options), std::move(platform)) {}

Result<Schedule> Client::ReadSchedule(const ids::ExternalScheduleId& schedule, absl::Time from,
                                      absl::Time until, const http::CallLimits& limits) {
  const Window window = OnSeconds(schedule, from, until);
  auto layers = ReadWindow(http_, Form::kLayers, window, limits);
  // What the older operation answers for a schedule of shifts is not documented: its type says so,
  // or it refuses.
  if (layers && !layers->is_shift_based) return *std::move(layers);
  if (!layers && !IsRefused(layers)) return tl::make_unexpected(std::move(layers).error());

  auto shifts = ReadWindow(http_, Form::kShifts, window, limits);
  if (shifts) return *std::move(shifts);
  // Refused both ways, it is a schedule of layers and the first refusal says why.
  const bool both = IsRefused(layers) && IsRefused(shifts);
  return tl::make_unexpected(both ? std::move(layers).error() : std::move(shifts).error());
}

Result<Schedule> Client::ReadLayers(const ids::ExternalScheduleId& schedule, absl::Time from,
                                    absl::Time until, const http::CallLimits& limits) {
  auto layers = ReadPart(http_, Form::kLayers, OnSeconds(schedule, from, until), limits);
  if (!layers) return tl::make_unexpected(std::move(layers).error());
  return *std::move(layers);
}

Result<User> Client::ShowUser(const ids::ExternalUserId& user, const http::CallLimits& limits) {
  const http::Request request{http::Method::kGet,
                              "/users/" + http::EncodePathSegment(user.value())};
  return AskOnce(http_, request, limits, [&](const Json& answer) {
    return Member(answer, "user", json::WithId(DecodeUser, user));
  });
}

Result<std::vector<User>> Client::ListUsers(const http::CallLimits& limits) {
  http::Request list{http::Method::kGet, "/users"};
  list.query = {{"limit", std::to_string(kPageSize)}};
  return http::FetchByOffset<User>(list, [&](const http::Request& page, http::ListBudget& budget) {
    return Ask(http_, page, limits, DecodePage, budget);
  });
}

}  // namespace pagerduty
