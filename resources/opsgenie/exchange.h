// How Opsgenie and Jira Service Management operations, which grew out of it, are asked. Safe to
// call from any thread at once.
#pragma once

#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "absl/time/time.h"
#include "resources/http/api_error.h"
#include "resources/http/client.h"
#include "resources/http/paging.h"
#include "resources/json/field.h"
#include "resources/opsgenie/types.h"

namespace opsgenie {

struct Exchange {
  http::Response response;
  // The body of the response.
  json::Json answer;
};

// A path that lacks one of its ids is an error, and nothing is sent. The answer is charged to the
// budget.
tl::expected<Exchange, http::ApiError> Send(http::Client& http, const http::Request& request,
                                            const http::CallLimits& limits,
                                            http::ListBudget& budget);

// What `decode` makes of the whole answer.
template <typename Decoder>
auto Ask(http::Client& http, const http::Request& request, const http::CallLimits& limits,
         Decoder decode, http::ListBudget& budget)
    -> tl::expected<typename decltype(decode(std::declval<const json::Json&>()))::value_type,
                    http::ApiError> {
  const auto exchange = Send(http, request, limits, budget);
  if (!exchange) return tl::make_unexpected(exchange.error());
  auto decoded = decode(exchange->answer);
  if (decoded) return *std::move(decoded);
  return tl::make_unexpected(http::Garbled(request, exchange->response, decoded.error().Text()));
}

// The same for what comes in one answer.
template <typename Decoder>
auto AskOnce(http::Client& http, const http::Request& request, const http::CallLimits& limits,
             Decoder decode) {
  http::ListBudget budget;
  return Ask(http, request, limits, decode, budget);
}

// The timeline of a schedule, which covers [from, until) and more. `request` is that of the
// timeline without a range; where an answer ends before `until`, the rest is asked for.
tl::expected<Timeline, http::ApiError> ReadTimeline(http::Client& http,
                                                    const http::Request& request,
                                                    const ids::ExternalScheduleId& schedule,
                                                    absl::Time from, absl::Time until,
                                                    const http::CallLimits& limits);

}  // namespace opsgenie
