#include "resources/mirror/people.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mirror {
namespace {

const ids::UserId kAlice("01ALICE");
const ids::ExternalUserId kPa("PA");
const ids::ExternalUserId kPb("PB");

TEST(People, LendsTheNameOfTheIncidentIoUser) {
  const People people({.users = {{kAlice, "Alice"}}}, {{kAlice, kPa}});
  EXPECT_EQ(people.Name(kAlice), "Alice");
  EXPECT_EQ(people.Name(kPa), "Alice");
}

TEST(People, PrefersTheExternalNameForAnExternalUser) {
  const People people({.users = {{kAlice, "Alice"}}, .external_users = {{kPa, "Alice Ito"}}},
                      {{kAlice, kPa}});
  EXPECT_EQ(people.Name(kPa), "Alice Ito");
}

TEST(People, PrefersANameToAnAddress) {
  const People people({.users = {{kAlice, "Alice"}},
                       .external_users = {{kPa, "alice@example.com"}, {kPb, "bob@example.com"}}},
                      {{kAlice, kPa}});
  EXPECT_EQ(people.Name(kPa), "Alice");
  EXPECT_EQ(people.Name(kPb), "bob@example.com");
}

TEST(People, CallsTheFallbackUserSoWithoutAName) {
  EXPECT_EQ(People({}, {}, kPa).Name(kPa), "the fallback user");
  EXPECT_EQ(People({.external_users = {{kPa, "Bot"}}}, {}, kPa).Name(kPa), "Bot");
  EXPECT_EQ(People({.users = {{kAlice, "Alice"}}}, {{kAlice, kPa}}, kPa).Name(kPa), "Alice");
}

TEST(People, AddsTheIdWhereTwoShareAName) {
  const People people({.external_users = {{kPa, "Sam"}, {kPb, " Sam"}}}, {});
  EXPECT_EQ(people.Name(kPa), "Sam (PA)");
  EXPECT_EQ(people.Name(kPb), "Sam (PB)");
}

TEST(People, AddsTheIdWhereTwoOfIncidentIoShareAName) {
  const People people({.users = {{kAlice, "Sam"}, {ids::UserId("01SAM"), "Sam"}}}, {});
  EXPECT_EQ(people.Name(kAlice), "Sam (01ALICE)");
  EXPECT_EQ(people.Name(ids::UserId("01SAM")), "Sam (01SAM)");
}

TEST(People, FallsBackToTheId) {
  const People people({.users = {{kAlice, " "}}}, {{kAlice, kPa}});
  EXPECT_EQ(people.Name(kAlice), "01ALICE");
  EXPECT_EQ(people.Name(kPa), "PA");
  EXPECT_EQ(people.Name(ids::ExternalUserId("team:T1")), "team T1");
}

TEST(People, CleansOutsideText) {
  const People people({.users = {{kAlice, "Al\x1b[31mice\n"}}}, {});
  EXPECT_EQ(people.Name(kAlice).find('\x1b'), std::string::npos);
  EXPECT_EQ(people.Name(kAlice).find('\n'), std::string::npos);
}

TEST(People, KeepsAHundredColumnsOfAName) {
  const std::string name(100, 'x');
  EXPECT_EQ(People({.users = {{kAlice, name}}}, {}).Name(kAlice), name);
}

TEST(People, ListsSeveralAndNobody) {
  const People people({.external_users = {{kPa, "Alice"}}}, {});
  EXPECT_EQ(people.NameAll(std::vector{kPa, kPb}), "Alice, PB");
  EXPECT_EQ(people.NameAll(std::vector<ids::UserId>{}), "nobody");
}

TEST(People, LeavesAnAccountIdWithAColonAsItIs) {
  const People people({}, {});
  EXPECT_EQ(people.Name(ids::ExternalUserId("557058:b07")), "557058:b07");
  EXPECT_EQ(people.Name(ids::ExternalUserId(":b07")), ":b07");
  EXPECT_EQ(people.Name(ids::ExternalUserId("team:T1")), "team T1");
}

}  // namespace
}  // namespace mirror
