// What people are called in a text: by name, with the id where two share one, by id where no name
// is known. Names are outside text and come out cleaned. Immutable once made.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "resources/ids/ids.h"
#include "resources/mirror/replica.h"

namespace mirror {

// As far as the APIs told them; any may be missing.
struct Names {
  std::map<ids::UserId, std::string> users;
  std::map<ids::ExternalUserId, std::string> external_users;
  std::map<ids::RotationId, std::string> rotations;
};

class People {
 public:
  // `counterparts` lend an external user the name of the incident.io user, where the external
  // system tells none or only an address. `fallback` is called so when it has no name.
  People(const Names& names, const Counterparts& counterparts,
         const ids::ExternalUserId& fallback = {});

  std::string Name(const ids::UserId& user) const;
  std::string Name(const ids::ExternalUserId& user) const;

  // "Ann, Bob"; "nobody" for none.
  template <typename Id>
  std::string NameAll(const std::vector<Id>& users) const {
    std::string all;
    for (const Id& user : users) {
      if (!all.empty()) all += ", ";
      all += Name(user);
    }
    return all.empty() ? "nobody" : all;
  }

 private:
  std::map<ids::UserId, std::string> users_;
  std::map<ids::ExternalUserId, std::string> external_users_;
};

}  // namespace mirror
