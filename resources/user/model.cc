#include "resources/user/model.h"

#include <optional>

#include "provider/sdk/checks.h"
#include "provider/sdk/or_null.h"

namespace user {
namespace {

const tf::Shape<RoleModel>& RoleShape() {
  static const tf::Shape<RoleModel> shape{
      tf::Computed("id", &RoleModel::id).Doc("The id of the role."),
      tf::Computed("name", &RoleModel::name).Doc("The name of the role, as people see it."),
      tf::Computed("slug", &RoleModel::slug)
          .Doc("A short name of the role that stays when it is renamed."),
      tf::Computed("description", &RoleModel::description).Doc("What the role is for."),
  };
  return shape;
}

const tf::Shape<SeatsModel>& SeatsShape() {
  static const tf::Shape<SeatsModel> shape{
      tf::Computed("on_call", &SeatsModel::on_call)
          .Doc("What the user may do on call: `full_access`, `viewer_only` or `none`."),
      tf::Computed("response", &SeatsModel::response)
          .Doc("What the user may do in incidents: `full_access`, `viewer_only` or `none`."),
  };
  return shape;
}

void CheckOneIsGiven(const UserModel& config, tf::Diagnostics& diagnostics) {
  if (config.id.is_null() && config.email.is_null()) {
    diagnostics.AddError("Neither id nor email is given",
                         "A user is looked up by id or by e-mail address: set exactly one of id "
                         "and email.");
  } else if (config.id.is_known() && config.email.is_known()) {
    diagnostics.AddError("Both id and email are given",
                         "A user is looked up by id or by e-mail address: set exactly one of id "
                         "and email.",
                         tf::Path::Root().Attribute("email"));
  }
}

RoleModel FromRole(const incident::Role& role) {
  return {.id = role.id,
          .name = role.name,
          .slug = role.slug,
          .description = tf::OrNull(role.description)};
}

}  // namespace

const tf::Shape<UserModel>& UserShape() {
  static const tf::Shape<UserModel> shape{
      tf::About("A person in incident.io, looked up by id or by e-mail address."),
      tf::OptionalComputed("id", &UserModel::id)
          .Check(tf::NotBlank())
          .Doc("The id of the user. Set either this or `email`."),
      tf::OptionalComputed("email", &UserModel::email)
          .Check(tf::NotBlank())
          .Doc("The e-mail address of the user, in any case of letters. Set either this or `id`. "
               "Where several users share it, the only active one of them is taken."),
      tf::Computed("name", &UserModel::name).Doc("The full name of the user."),
      tf::Computed("slack_user_id", &UserModel::slack_user_id)
          .Doc("The id of the user in Slack, null when no Slack account is linked."),
      tf::Computed("is_active", &UserModel::is_active)
          .Doc("Whether the user can log in: false for deactivated users and for invited ones who "
               "never did."),
      tf::Computed("role", &UserModel::role)
          .Doc("The former kind of role, which the API still reports; prefer `base_role`."),
      tf::Computed("base_role", &UserModel::base_role, RoleShape())
          .Doc("The role that decides on the user's permissions."),
      tf::Computed("custom_roles", &UserModel::custom_roles, RoleShape())
          .Doc("The roles that add to the permissions of the base role."),
      tf::Computed("seats", &UserModel::seats, SeatsShape()).Doc("What the user's licence covers."),
      tf::Rule<UserModel>{CheckOneIsGiven},
  };
  return shape;
}

UserModel FromUser(const incident::User& user) {
  UserModel model{.id = user.id.value(),
                  .email = tf::OrNull(user.email),
                  .name = user.name,
                  .slack_user_id = tf::OrNull(user.slack_user_id),
                  .role = tf::OrNull(user.role)};
  if (user.is_active) model.is_active = *user.is_active;
  if (user.base_role) model.base_role = FromRole(*user.base_role);
  if (user.seats) {
    model.seats = SeatsModel{tf::OrNull(user.seats->on_call), tf::OrNull(user.seats->response)};
  }
  std::vector<RoleModel> custom_roles;
  for (const incident::Role& role : user.custom_roles) custom_roles.push_back(FromRole(role));
  model.custom_roles = std::move(custom_roles);
  return model;
}

}  // namespace user
