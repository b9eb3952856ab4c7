#include "resources/mirror/people.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/text.h"

namespace mirror {

namespace {

constexpr std::size_t kLongestName = 100;

std::string Clean(const std::string& text) { return base::CleanText(text, kLongestName); }

bool IsAddress(const std::string& name) { return name.find('@') != std::string::npos; }

template <typename Id>
void TellApart(std::map<Id, std::string>& names) {
  std::map<std::string, int> bearers;
  for (const auto& [id, name] : names) ++bearers[name];
  for (auto& [id, name] : names) {
    if (bearers[name] > 1) absl::StrAppend(&name, " (", Clean(id.value()), ")");
  }
}

template <typename Id>
std::map<Id, std::string> CleanNames(const std::map<Id, std::string>& names) {
  std::map<Id, std::string> clean;
  for (const auto& [id, name] : names) {
    if (!base::IsBlank(name)) clean.emplace(id, Clean(name));
  }
  return clean;
}

}  // namespace

People::People(const Names& names, const Counterparts& counterparts,
               const ids::ExternalUserId& fallback)
    : users_(CleanNames(names.users)), external_users_(CleanNames(names.external_users)) {
  for (const auto& [user, external] : counterparts) {
    const auto name = users_.find(user);
    if (!external || name == users_.end()) continue;
    std::string& own = external_users_[*external];
    if (own.empty() || IsAddress(own)) own = name->second;
  }
  TellApart(users_);
  TellApart(external_users_);
  if (!fallback.empty()) external_users_.emplace(fallback, "the fallback user");
}

std::string People::Name(const ids::UserId& user) const {
  const auto found = users_.find(user);
  return found != users_.end() ? found->second : Clean(user.value());
}

std::string People::Name(const ids::ExternalUserId& user) const {
  const auto found = external_users_.find(user);
  if (found != external_users_.end()) return found->second;
  std::string id = user.value();
  // A pseudo user without a name: "team:T1" reads "team T1". The account ids of Atlassian have
  // colons too, behind digits.
  const auto end_of_type =
      std::ranges::find_if_not(id, [](unsigned char c) { return absl::ascii_isalpha(c); });
  if (end_of_type != id.begin() && end_of_type != id.end() && *end_of_type == ':') {
    *end_of_type = ' ';
  }
  return Clean(id);
}

}  // namespace mirror
