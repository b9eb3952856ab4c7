#include "resources/user/data_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "resources/http/fakes.h"
#include "resources/oncall/on_call.h"
#include "tests/support/data_source_driver.h"

namespace user {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing_support::ReadData;

std::string UserJson(const std::string& id, const std::string& email, bool active) {
  return R"({"id": ")" + id + R"(", "name": "Lisa Karlin", "email": ")" + email +
         R"(", "role": "responder", "is_active": )" + (active ? "true" : "false") +
         R"(, "base_role": {"id": "01R", "name": "Owner", "slug": "owner"}, "custom_roles": []})";
}

std::string ListJson(const std::string& users) {
  return R"({"users": [)" + users + R"(], "pagination_meta": {"page_size": 25}})";
}

class UserDataSourceTest : public ::testing::Test {
 protected:
  std::shared_ptr<oncall::OnCall> Connect() {
    return std::make_shared<oncall::OnCall>(
        oncall::Settings{.incident = incident::Options{{{"https", "api.example", "", ""}}, "key"}},
        outside_.platform());
  }
  auto Read(const UserModel& config) { return ReadData(source_, config, Connect()); }

  std::shared_ptr<oncall::OnCall> WithoutAccess(oncall::NoAccess no_access) {
    return std::make_shared<oncall::OnCall>(oncall::Settings{.incident = std::move(no_access)},
                                            outside_.platform());
  }

  http::FakePlatform outside_;
  UserDataSource source_;
};

TEST_F(UserDataSourceTest, ReadsAUserById) {
  outside_.transport->Reply(200, R"({"user": )" + UserJson("01U", "lisa@x.io", true) + "}");
  const auto answer = Read({.id = "01U"});
  EXPECT_EQ(answer.said, "");
  ASSERT_TRUE(answer.model);
  EXPECT_EQ(answer.model->email, "lisa@x.io");
  EXPECT_EQ(answer.model->base_role->name, "Owner");
  EXPECT_THAT(outside_.transport->log(), ElementsAre("GET https://api.example/v2/users/01U"));
}

TEST_F(UserDataSourceTest, SaysThatAUserDoesNotExist) {
  outside_.transport->Reply(404, R"({"type": "not_found", "status": 404, "request_id": "req-1",
               "errors": [{"code": "not_found", "message": "No such user"}]})");
  const auto answer = Read({.id = "01U"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error id: User 01U does not exist\n"
            "GET /v2/users/01U answered 404: No such user.\n\n"
            "Check the id, and that the API key is one of the organisation that the user belongs "
            "to.\n\nRequest id: req-1\n");
}

TEST_F(UserDataSourceTest, DoesNotDoubtAnIdWhenItLooksUpByAddress) {
  outside_.transport->Reply(404, R"({"type": "not_found", "status": 404, "request_id": "req-1",
               "errors": [{"code": "not_found", "message": "Not found"}]})");
  EXPECT_EQ(Read({.email = "lisa@x.io"}).said,
            "error email: Cannot look up lisa@x.io\n"
            "GET /v2/users answered 404: Not found.\n\n"
            "incident.io always has this list. Check endpoint in the provider block, and whether a "
            "proxy answers in its place.\n\nRequest id: req-1\n");
}

TEST_F(UserDataSourceTest, FindsTheOnlyUserWithAnAddressInAnyCase) {
  outside_.transport->Reply(200, ListJson(UserJson("01U", "Lisa@x.io", true)));
  const auto answer = Read({.email = "lisa@X.io"});
  EXPECT_EQ(answer.said, "");
  ASSERT_TRUE(answer.model);
  EXPECT_EQ(answer.model->id, "01U");
  EXPECT_EQ(answer.model->email, "lisa@X.io");  // as configured
}

TEST_F(UserDataSourceTest, PrefersTheActiveUserOfThoseWhoShareAnAddress) {
  outside_.transport->Reply(200, ListJson(UserJson("01A", "lisa@x.io", false) + "," +
                                          UserJson("01B", "lisa@x.io", true)));
  const auto answer = Read({.email = "lisa@x.io"});
  EXPECT_EQ(answer.said, "");
  ASSERT_TRUE(answer.model);
  EXPECT_EQ(answer.model->id, "01B");
}

TEST_F(UserDataSourceTest, NamesTheIdsOfUsersItCannotChooseBetween) {
  outside_.transport->Reply(
      200, ListJson(UserJson("01A", "lisa@x.io", true) + "," + UserJson("01B", "lisa@x.io", false) +
                    "," + UserJson("01C", "lisa@x.io", true)));
  const auto answer = Read({.email = "lisa@x.io"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error email: Several users have the address lisa@x.io\n"
            "Exactly one active user was expected. These users have this e-mail address: 01A, 01B "
            "(inactive), 01C. Look up the one that is meant by id.\n");
}

TEST_F(UserDataSourceTest, CutsALongAddressInTheSummary) {
  outside_.transport->Reply(200, ListJson(""));
  const auto answer = Read({.email = std::string(200, 'x') + "@x.io"});
  EXPECT_EQ(answer.said.substr(0, answer.said.find('\n')),
            "error email: No user has the address " + std::string(33, 'x') + "...");
}

TEST_F(UserDataSourceTest, DoesNotTrustAFilterThatTheApiIgnored) {
  outside_.transport->Reply(200, ListJson(UserJson("01A", "somebody@x.io", true)));
  const auto answer = Read({.email = "lisa@x.io"});
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error email: No user has the address lisa@x.io\n"
            "No user in incident.io, active or not, has this e-mail address. Check the address, or "
            "look the user up by id.\n");
}

TEST_F(UserDataSourceTest, WarnsAboutAnInactiveUser) {
  outside_.transport->Reply(200, ListJson(UserJson("01A", "lisa@x.io", false)));
  const auto answer = Read({.email = "lisa@x.io"});
  ASSERT_TRUE(answer.model);
  EXPECT_EQ(answer.said,
            "warning : User 01A is not active\n"
            "Lisa Karlin has been deactivated in incident.io, or was invited and never logged in. "
            "What refers to this user may stop working: use another one, or have the account "
            "activated.\n");
}

TEST_F(UserDataSourceTest, NamesAttributeAndVariableWithoutAKey) {
  const auto answer = ReadData(source_, UserModel{.id = "01U"}, WithoutAccess({}));
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error : Cannot read the user\n"
            "incident.io cannot be asked without an API key. Set api_key in the provider block, or "
            "the environment variable INCIDENT_API_KEY.\n");
  EXPECT_THAT(outside_.transport->log(), IsEmpty());
}

TEST_F(UserDataSourceTest, NamesTheAttributeThatIsNotKnownYet) {
  const auto answer = ReadData(
      source_, UserModel{.id = "01U"},
      WithoutAccess({oncall::NoAccess::Reason::kUnknown, "endpoint", "INCIDENT_ENDPOINT"}));
  EXPECT_FALSE(answer.model);
  EXPECT_EQ(answer.said,
            "error : Cannot read the user yet\n"
            "incident.io cannot be asked yet: endpoint in the provider block is only known after "
            "apply. Apply what it comes from first, with -target.\n");
}

}  // namespace
}  // namespace user
