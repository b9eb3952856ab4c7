// What the data source `incident_user` shows of a person. Plain values; a null attribute is
// something the API did not say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "provider/sdk/shape.h"
#include "resources/incident/types.h"

namespace user {

struct RoleModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> name;
  tf::Attr<std::string> slug;
  tf::Attr<std::string> description;
};

struct SeatsModel {
  tf::Attr<std::string> on_call;
  tf::Attr<std::string> response;
};

struct UserModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> email;
  tf::Attr<std::string> name;
  tf::Attr<std::string> slack_user_id;
  tf::Attr<bool> is_active;
  tf::Attr<std::string> role;
  tf::Attr<RoleModel> base_role;
  tf::Attr<std::vector<RoleModel>> custom_roles;
  tf::Attr<SeatsModel> seats;
};

const tf::Shape<UserModel>& UserShape();

// Every attribute as the API has it.
UserModel FromUser(const incident::User& user);

}  // namespace user
