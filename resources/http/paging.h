// Lists that come in several answers, and what such a list may cost. Not for several threads at
// once: each list has a budget of its own.
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "resources/http/api_error.h"
#include "resources/http/message.h"

namespace http {

inline constexpr std::string_view kEndless = "the pages of the answer do not end";

// Bounds what a server that never stops can cost, in time and in what is kept of its answers. No
// account comes near: PagerDuty ends a list of people after 10 000, whose pages are 20 MB of text;
// 90 days of handovers every hour in ten layers are 21 600 shifts.
class ListBudget {
 public:
  // Both answer whether there is more to be had.
  bool TakeAnswer(const Response& answer);
  bool Keep(std::size_t elements);

 private:
  int answers_ = 0;
  std::size_t bytes_ = 0;
  std::size_t elements_ = 0;
};

template <typename T>
struct OffsetPage {
  std::vector<T> elements;
  bool more = false;
};

// Reads a list whose pages start at an offset. `list` is the request without it; `ask` sends a
// request, charges the answer to the budget and brings the page.
template <typename T, typename Ask>
tl::expected<std::vector<T>, ApiError> FetchByOffset(const Request& list, Ask ask) {
  std::vector<T> all;
  ListBudget budget;
  while (true) {
    Request request = list;
    request.query.emplace_back("offset", std::to_string(all.size()));
    tl::expected<OffsetPage<T>, ApiError> page = ask(request, budget);
    if (!page) return tl::make_unexpected(std::move(page).error());
    const bool is_stuck = page->more && page->elements.empty();
    if (is_stuck || !budget.Keep(page->elements.size())) {
      return tl::make_unexpected(Garbled(request, {200, {}, ""}, kEndless));
    }
    all.insert(all.end(), std::make_move_iterator(page->elements.begin()),
               std::make_move_iterator(page->elements.end()));
    if (!page->more) return all;
  }
}

}  // namespace http
