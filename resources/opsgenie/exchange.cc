#include "resources/opsgenie/exchange.h"

#include <iterator>
#include <string>

#include "base/time.h"
#include "resources/json/answer.h"
#include "resources/opsgenie/codec.h"

namespace opsgenie {
namespace {

// incident.io mirrors at most 90 days; this bounds what a server that answers in crumbs can cost.
constexpr int kMostParts = 100;

// Whether the range starts at `date` or with its local day is not documented. One day more covers
// both, and the hour covers a day that the change to summer time makes shorter.
http::Request WithRange(http::Request request, absl::Time from, absl::Time until) {
  const absl::Duration day = absl::Hours(24);
  const absl::Duration length = absl::Ceil(until - from + absl::Hours(1), day);
  request.query.emplace_back("interval", std::to_string(length / day + 1));
  request.query.emplace_back("intervalUnit", "days");
  request.query.emplace_back("date", base::FormatInstant(from));
  return request;
}

void Append(Timeline more, Timeline& all) {
  if (!all.schedule_name) all.schedule_name = std::move(more.schedule_name);
  all.periods.insert(all.periods.end(), std::make_move_iterator(more.periods.begin()),
                     std::make_move_iterator(more.periods.end()));
  if (all.base && more.base) {
    all.base->insert(all.base->end(), std::make_move_iterator(more.base->begin()),
                     std::make_move_iterator(more.base->end()));
  } else {
    all.base.reset();
  }
  all.names.merge(more.names);
}

auto TimelineOf(const ids::ExternalScheduleId& schedule) {
  return [&schedule](const json::Json& json) -> json::Read<TimelineAnswer> {
    auto answer = DecodeTimeline(json);
    if (!answer || !answer->schedule) return answer;
    if (auto error = json::Unlike("_parent.id", *answer->schedule, schedule)) {
      return tl::make_unexpected(*std::move(error));
    }
    return answer;
  };
}

}  // namespace

tl::expected<Exchange, http::ApiError> Send(http::Client& http, const http::Request& request,
                                            const http::CallLimits& limits,
                                            http::ListBudget& budget) {
  if (auto error = http::RefuseEmptyId(request)) return tl::make_unexpected(*std::move(error));
  auto response = http.Call(request, limits);
  if (!response) {
    http::ApiError error = http::ToApiError(request, response.error());
    if (response.error().last) ReadErrorBody(*response.error().last, error);
    return tl::make_unexpected(std::move(error));
  }
  if (!budget.TakeAnswer(*response)) {
    return tl::make_unexpected(http::Garbled(request, *response, http::kEndless));
  }
  auto answer = json::ParseAnswer(response->body, response->Find("Content-Type").value_or(""));
  if (!answer) return tl::make_unexpected(http::Garbled(request, *response, answer.error()));
  return Exchange{*std::move(response), *std::move(answer)};
}

tl::expected<Timeline, http::ApiError> ReadTimeline(http::Client& http,
                                                    const http::Request& request,
                                                    const ids::ExternalScheduleId& schedule,
                                                    absl::Time from, absl::Time until,
                                                    const http::CallLimits& limits) {
  std::optional<Timeline> all;
  http::ListBudget budget;
  absl::Time at = absl::UnixEpoch() + absl::Floor(from - absl::UnixEpoch(), absl::Seconds(1));
  for (int part = 0; part < kMostParts; ++part) {
    auto answer = Ask(http, WithRange(request, at, until), limits, TimelineOf(schedule), budget);
    if (!answer) return tl::make_unexpected(std::move(answer).error());
    const Timeline& part_read = answer->timeline;
    if (!budget.Keep(part_read.periods.size() + (part_read.base ? part_read.base->size() : 0))) {
      return tl::make_unexpected(
          http::Garbled(request, {200, {}, ""}, "there are more shifts than a schedule can have"));
    }
    if (all) {
      Append(std::move(answer->timeline), *all);
    } else {
      all = std::move(answer->timeline);
    }
    if (!answer->end || *answer->end >= until) return *std::move(all);
    if (*answer->end <= at) break;
    at = *answer->end;
  }
  return tl::make_unexpected(http::Garbled(
      request, {200, {}, ""}, "the timeline ends before " + base::FormatInstant(until)));
}

}  // namespace opsgenie
