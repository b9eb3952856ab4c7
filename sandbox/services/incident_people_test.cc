#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "sandbox/services/incident_service.h"
#include "sandbox/services/test_world.h"

namespace sandbox {
namespace {

using nlohmann::json;

class IncidentPeopleTest : public testing::Test {
 protected:
  Answer Call(std::string_view target) {
    const Request request = Ask("GET", target, "Bearer sandbox-incident-key");
    return service_.Respond(request, request.path);
  }
  json Get(std::string_view target) { return BodyOf(Call(target)); }

  TestWorld at_;
  IncidentService service_{at_.world, {}};
};

TEST_F(IncidentPeopleTest, ListsUsersInPages) {
  const json first = Get("/v2/users?page_size=2");
  EXPECT_EQ(first["users"].size(), 2U);
  EXPECT_EQ(first["pagination_meta"]["after"], "BOB");
  EXPECT_EQ(Get("/v2/users?page_size=2&after=BOB")["users"][0]["id"], "CAROL");
  EXPECT_TRUE(Get("/v2/users?page_size=2&after=WHO")["users"].empty());
  EXPECT_EQ(Call("/v2/users?page_size=10001").status, 422);
}

TEST_F(IncidentPeopleTest, FindsUsersByAddressWhateverItsCase) {
  const json users = Get("/v2/users?email=bob@EXAMPLE.com")["users"];
  ASSERT_EQ(users.size(), 1U);
  EXPECT_EQ(users[0]["name"], "Bob");
}

TEST_F(IncidentPeopleTest, LeavesOutInactiveUsersUnlessAskedFor) {
  world::User gone = *at_.world.incident().FindUser("BOB");
  gone.is_active = false;
  at_.world.incident().PutUser(gone);
  EXPECT_EQ(Get("/v2/users")["users"].size(), 2U);
  EXPECT_EQ(Get("/v2/users?include_inactive=true")["users"].size(), 3U);
}

TEST_F(IncidentPeopleTest, ShowsOneUserOrNone) {
  EXPECT_EQ(Get("/v2/users/ALICE")["user"]["email"], "Alice@example.com");
  EXPECT_EQ(Call("/v2/users/NONE").status, 404);
}

TEST_F(IncidentPeopleTest, LinksPagerDutyUsersThroughTheCatalog) {
  const json types = Get("/v3/catalog_types")["catalog_types"];
  const json& type = types[0];
  EXPECT_EQ(type["registry_type"], "PagerDutyUser");
  const json& attributes = type["schema"]["attributes"];
  EXPECT_EQ(attributes[1]["type"], "User");
  const auto user_attribute = attributes[1]["id"].get<std::string>();
  const json entries = Get("/v3/catalog_entries?page_size=250&catalog_type_id=" +
                           type["id"].get<std::string>())["catalog_entries"];
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[0]["external_id"], "PALICE");
  EXPECT_EQ(entries[0]["attribute_values"][user_attribute]["value"]["literal"], "ALICE");
  EXPECT_EQ(entries[3]["external_id"], "PFALLBK");
  EXPECT_FALSE(entries[3]["attribute_values"].contains(user_attribute));
}

TEST_F(IncidentPeopleTest, FindsCatalogEntriesByIdentifierAndAlone) {
  const json types = Get("/v3/catalog_types")["catalog_types"];
  const auto type = types[1]["id"].get<std::string>();
  const json found = Get("/v3/catalog_entries?page_size=25&identifier=S1&catalog_type_id=" + type);
  ASSERT_EQ(found["catalog_entries"].size(), 1U);
  const auto id = found["catalog_entries"][0]["id"].get<std::string>();
  EXPECT_EQ(Get("/v3/catalog_entries/" + id)["catalog_entry"]["external_id"], "S1");
  EXPECT_EQ(Get("/v3/catalog_types/" + type)["catalog_type"]["name"], "Schedule");
  EXPECT_EQ(Call("/v3/catalog_entries/NONE").status, 404);
  EXPECT_EQ(Call("/v3/catalog_types/NONE").status, 404);
}

TEST_F(IncidentPeopleTest, RefusesCatalogEntriesWithoutAPageSize) {
  const Answer answer = Call("/v3/catalog_entries?catalog_type_id=X");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(BodyOf(answer)["errors"][0]["message"], "page_size is required");
  EXPECT_EQ(Call("/v3/catalog_entries?catalog_type_id=X&page_size=251").status, 422);
  EXPECT_EQ(Call("/v3/catalog_entries?catalog_type_id=X&page_size=25").status, 404);
}

}  // namespace
}  // namespace sandbox
