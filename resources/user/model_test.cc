#include "resources/user/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/data_source_driver.h"

namespace user {
namespace {

using testing_support::CheckRules;

TEST(UserShape, AsksForOneOfIdAndEmail) {
  EXPECT_EQ(CheckRules(UserShape(), UserModel{}),
            "error : Neither id nor email is given\n"
            "A user is looked up by id or by e-mail address: set exactly one of id and email.\n");
}

TEST(UserShape, RefusesBothIdAndEmail) {
  EXPECT_EQ(CheckRules(UserShape(), UserModel{.id = "01U", .email = "a@example.com"}),
            "error email: Both id and email are given\n"
            "A user is looked up by id or by e-mail address: set exactly one of id and email.\n");
}

TEST(UserShape, AcceptsOneThatIsNotKnownYet) {
  UserModel config;
  config.email = tf::Attr<std::string>::Unknown();
  EXPECT_EQ(CheckRules(UserShape(), config), "");
  config.id = "01U";  // the other one may turn out to be null
  EXPECT_EQ(CheckRules(UserShape(), config), "");
}

TEST(FromUser, KeepsWhatTheApiSays) {
  incident::User user;
  user.id = ids::UserId("01U");
  user.name = "Lisa";
  user.email = "lisa@example.com";
  user.role = "responder";
  user.slack_user_id = "U02";
  user.is_active = true;
  user.base_role = incident::Role{.id = "01R", .name = "Responder", .slug = "responder"};
  user.custom_roles = {
      {.id = "01C", .name = "Finance", .slug = "finance", .description = "Sees the bills."}};

  user.seats = incident::Seats{.on_call = "full_access"};

  const UserModel model = FromUser(user);
  EXPECT_EQ(model.id, "01U");
  EXPECT_EQ(model.name, "Lisa");
  EXPECT_EQ(model.email, "lisa@example.com");
  EXPECT_EQ(model.role, "responder");
  EXPECT_EQ(model.slack_user_id, "U02");
  EXPECT_EQ(model.is_active, true);
  ASSERT_TRUE(model.base_role.is_known());
  EXPECT_EQ(model.base_role->slug, "responder");
  EXPECT_TRUE(model.base_role->description.is_null());
  ASSERT_TRUE(model.custom_roles.is_known());
  ASSERT_EQ(model.custom_roles->size(), 1U);
  EXPECT_EQ(model.custom_roles->front().description, "Sees the bills.");
  ASSERT_TRUE(model.seats.is_known());
  EXPECT_EQ(model.seats->on_call, "full_access");
  EXPECT_TRUE(model.seats->response.is_null());
}

TEST(FromUser, LeavesNullWhatTheApiLeavesOut) {
  incident::User user;
  user.id = ids::UserId("01U");
  const UserModel model = FromUser(user);
  EXPECT_TRUE(model.email.is_null());
  EXPECT_TRUE(model.slack_user_id.is_null());
  EXPECT_TRUE(model.is_active.is_null());
  EXPECT_TRUE(model.base_role.is_null());
  EXPECT_TRUE(model.seats.is_null());
  ASSERT_TRUE(model.custom_roles.is_known());
  EXPECT_TRUE(model.custom_roles->empty());
}

}  // namespace
}  // namespace user
