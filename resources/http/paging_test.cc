#include "resources/http/paging.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace http {
namespace {

using ::testing::ElementsAre;

using Page = OffsetPage<int>;
using Result = tl::expected<std::vector<int>, ApiError>;

Result Fetch(const std::vector<Page>& pages, std::vector<std::string>& urls) {
  std::size_t next = 0;
  return FetchByOffset<int>(
      {Method::kGet, "/things", {{"limit", "2"}}},
      [&](const Request& request, ListBudget&) -> tl::expected<Page, ApiError> {
        urls.push_back(request.path + EncodeQuery(request.query));
        if (next == pages.size()) return tl::make_unexpected(ApiError{.message = "it failed"});
        return pages[next++];
      });
}

TEST(FetchByOffset, AsksBehindWhatItHasUntilThereIsNoMore) {
  std::vector<std::string> urls;
  const Result all = Fetch({{{1, 2}, true}, {{3}, true}, {{4}, false}}, urls);
  ASSERT_TRUE(all);
  EXPECT_THAT(*all, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(urls, ElementsAre("/things?limit=2&offset=0", "/things?limit=2&offset=2",
                                "/things?limit=2&offset=3"));
}

TEST(FetchByOffset, EndsWithTheFirstError) {
  std::vector<std::string> urls;
  const Result all = Fetch({{{1}, true}}, urls);
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().message, "it failed");
}

TEST(FetchByOffset, EndsAtAPageThatLeadsNowhereAndAtOneThatIsTooLong) {
  std::vector<std::string> urls;
  for (const Page& page : {Page{{}, true}, Page{std::vector<int>(30'001), true}}) {
    const Result all = Fetch({page}, urls);
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().kind, ApiErrorKind::kGarbled);
    EXPECT_EQ(all.error().message, "the pages of the answer do not end");
  }
}

TEST(ListBudget, CountsAnswersBytesAndElements) {
  ListBudget many;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(many.TakeAnswer({200}));
  EXPECT_FALSE(many.TakeAnswer({200}));
  ListBudget large;
  const Response quarter{200, {}, std::string(std::size_t{6} << 20, 'x')};
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(large.TakeAnswer(quarter));
  EXPECT_FALSE(large.TakeAnswer({200, {}, "x"}));
  ListBudget full;
  EXPECT_TRUE(full.Keep(30'000));
  EXPECT_FALSE(full.Keep(1));
}

}  // namespace
}  // namespace http
