#include "resources/user/data_source.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/text.h"
#include "resources/oncall/error_text.h"
#include "resources/oncall/on_call.h"

namespace user {
namespace {

using Call = tf::DataCall<UserModel>;

std::optional<incident::User> FindById(Call& call) {
  const ids::UserId id(call.config().id.value_or(""));
  auto found = call.configured<oncall::OnCall>().ShowUser(id, {call.stop()});
  if (found) return *std::move(found);

  const std::string shown = base::CleanText(id.value());
  const tf::Path path = tf::Path::Root().Attribute("id");
  if (found.error().kind == http::ApiErrorKind::kNotFound) {
    call.diagnostics().AddError(
        oncall::ToSummary(absl::StrCat("User ", shown, " does not exist")),
        oncall::ErrorDetail(found.error(),
                            "Check the id, and that the API key is one of the "
                            "organisation that the user belongs to."),
        path);
  } else {
    call.diagnostics().AddError(oncall::ToSummary(absl::StrCat("Cannot read user ", shown)),
                                oncall::ErrorDetail(found.error()), path);
  }
  return std::nullopt;
}

std::string ListIds(const std::vector<incident::User>& users) {
  return absl::StrJoin(users, ", ", [](std::string* text, const incident::User& user) {
    absl::StrAppend(text, base::CleanText(user.id.value()),
                    user.is_active == false ? " (inactive)" : "");
  });
}

// Everybody with the address, the inactive included.
std::optional<std::vector<incident::User>> ListByEmail(Call& call) {
  const std::string email = call.config().email.value_or("");
  auto users = call.configured<oncall::OnCall>().ListUsers({.email = email}, {call.stop()});
  if (!users) {
    call.diagnostics().AddError(
        oncall::ToSummary(absl::StrCat("Cannot look up ", base::CleanText(email))),
        oncall::ErrorDetail(users.error(), oncall::WhatToDoAboutList(users.error())),
        tf::Path::Root().Attribute("email"));
    return std::nullopt;
  }
  // An API that ignores the filter must not pass somebody else off as this user.
  std::erase_if(*users, [&](const incident::User& user) {
    return !user.email || !absl::EqualsIgnoreCase(*user.email, email);
  });
  return *std::move(users);
}

// Several users share an address where an account from single sign-on and one from chat were never
// merged, or where the one that lost a merge is still there, inactive.
std::optional<incident::User> FindByEmail(Call& call) {
  auto users = ListByEmail(call);
  if (!users) return std::nullopt;
  if (users->size() == 1) return std::move(users->front());

  const std::string email = base::CleanText(call.config().email.value_or(""));
  const tf::Path path = tf::Path::Root().Attribute("email");
  if (users->empty()) {
    call.diagnostics().AddError(oncall::ToSummary(absl::StrCat("No user has the address ", email)),
                                "No user in incident.io, active or not, has this e-mail address. "
                                "Check the address, or look the user up by id.",
                                path);
    return std::nullopt;
  }
  const std::string ids = ListIds(*users);
  std::erase_if(*users, [](const incident::User& user) { return user.is_active == false; });
  if (users->size() == 1) return std::move(users->front());
  call.diagnostics().AddError(
      oncall::ToSummary(absl::StrCat("Several users have the address ", email)),
      absl::StrCat("Exactly one active user was expected. These users have this e-mail address: ",
                   ids, ". Look up the one that is meant by id."),
      path);
  return std::nullopt;
}

void WarnIfInactive(const incident::User& user, tf::Diagnostics& diagnostics) {
  if (user.is_active != false) return;
  diagnostics.AddWarning(
      oncall::ToSummary(absl::StrCat("User ", base::CleanText(user.id.value()), " is not active")),
      absl::StrCat(base::CleanText(user.name),
                   " has been deactivated in incident.io, or was invited and never logged in. What "
                   "refers to this user may stop working: use another one, or have the account "
                   "activated."));
}

void ExplainNoAccess(const oncall::NoAccess& no_access, tf::Diagnostics& diagnostics) {
  const bool is_unknown = no_access.reason == oncall::NoAccess::Reason::kUnknown;
  diagnostics.AddError(is_unknown ? "Cannot read the user yet" : "Cannot read the user",
                       oncall::NoAccessDetail(no_access));
}

}  // namespace

void UserDataSource::Read(Call& call) {
  if (const auto* no_access = call.configured<oncall::OnCall>().no_access()) {
    return ExplainNoAccess(*no_access, call.diagnostics());
  }
  const UserModel& config = call.config();
  const auto user = config.id.is_known() ? FindById(call) : FindByEmail(call);
  if (!user) return;
  WarnIfInactive(*user, call.diagnostics());
  UserModel answer = FromUser(*user);
  if (config.email.is_known()) answer.email = config.email;  // as it is spelled there
  call.Keep(answer);
}

}  // namespace user
