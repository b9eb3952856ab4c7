#include "sandbox/services/exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

namespace sandbox {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

TEST(MatchPath, GivesThePartsAtThePlacesOfNames) {
  EXPECT_THAT(MatchPath("/v2/schedules/{id}/replicas/{id}", "/v2/schedules/S1/replicas/R 1"),
              Optional(ElementsAre("S1", "R 1")));
  EXPECT_THAT(MatchPath("/v2/users", "/v2/users"), Optional(IsEmpty()));
}

TEST(MatchPath, RefusesAnotherPathAnotherLengthAndAnEmptyPart) {
  EXPECT_FALSE(MatchPath("/v2/users/{id}", "/v2/schedules/U1"));
  EXPECT_FALSE(MatchPath("/v2/users/{id}", "/v2/users/U1/more"));
  EXPECT_FALSE(MatchPath("/v2/users/{id}", "/v2/users/"));
  EXPECT_FALSE(MatchPath("/v2/users", "/v2/users/"));
}

TEST(Request, FindsHeadersWithoutRegardToCase) {
  Request request;
  request.headers["Authorization"] = "Bearer x";
  EXPECT_EQ(Header(request, "authorization"), "Bearer x");
  EXPECT_EQ(Header(request, "accept"), "");
}

TEST(Request, TellsAnEmptyParameterFromAnAbsentOne) {
  Request request;
  request.query.emplace("after", "");
  EXPECT_EQ(Query(request, "after"), "");
  EXPECT_EQ(Query(request, "page_size"), std::nullopt);
}

TEST(Request, ReadsWholeNumbersOnly) {
  Request request;
  request.query = {{"a", "12"}, {"b", "12x"}, {"c", ""}, {"d", "99999999999"}};
  EXPECT_EQ(IntegerQuery(request, "a", 7), 12);
  EXPECT_EQ(IntegerQuery(request, "absent", 7), 7);
  for (const char* name : {"b", "c", "d"}) EXPECT_EQ(IntegerQuery(request, name, 7), std::nullopt);
}

TEST(JsonAnswer, ReplacesInvalidUtf8) {
  EXPECT_EQ(JsonAnswer(200, {{"name", "a\xff"}}).body, "{\"name\":\"a\xEF\xBF\xBD\"}");
}

TEST(ParseJson, RefusesWhatIsNotJson) {
  EXPECT_FALSE(ParseJson("<html>"));
  EXPECT_FALSE(ParseJson(""));
  EXPECT_TRUE(ParseJson("{}"));
}

}  // namespace
}  // namespace sandbox
