// A small provider over an in-memory zoo, built on the same SDK as the real one. It shows what an
// author writes, and it is what the SDK's and the engine's own tests drive. `zoo_pet` has something
// of everything: a nested set, a list, a single object, numbers, a default, a computed value that
// becomes unknown on a change, a replacement, a local setting and an import.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "provider/sdk/provider.h"

namespace zoo {

struct TagModel {
  tf::Attr<std::string> key;
  tf::Attr<std::string> value;
  friend bool operator==(const TagModel&, const TagModel&) = default;
};

struct HomeModel {
  tf::Attr<std::string> street;
  tf::Attr<std::string> inspected_at;  // computed
  friend bool operator==(const HomeModel&, const HomeModel&) = default;
};

struct PetModel {
  tf::Attr<std::string> name;
  tf::Attr<std::string> species;
  tf::Attr<std::int64_t> age;
  tf::Attr<double> weight;
  tf::Attr<std::vector<std::string>> toys;
  tf::Attr<tf::Set<TagModel>> tags;
  tf::Attr<HomeModel> home;
  tf::Attr<std::string> note;
  tf::Attr<std::string> id;
  tf::Attr<std::string> checked_at;
};

struct ZooModel {
  tf::Attr<std::string> keeper;
};

struct CensusModel {
  tf::Attr<std::string> species;
  tf::Attr<std::vector<std::string>> names;
};

// The world behind the provider. Safe to use from many threads.
class Zoo {
 public:
  std::string Add(PetModel pet);  // the new id
  std::optional<PetModel> Find(const std::string& id) const;
  bool Replace(const std::string& id, PetModel pet);  // false when there is no such pet
  bool Remove(const std::string& id);
  std::vector<PetModel> All() const;
  // The ids of all pets that a state was seen to hold.
  void NoteStored(const std::string& id);
  std::set<std::string> stored() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, PetModel> pets_;
  std::set<std::string> stored_;
  int next_id_ = 1;
};

const tf::Shape<PetModel>& PetShape();

// A provider whose every process, or every test, has a zoo of its own.
tf::Definition Define();
// The same over a zoo that the caller keeps.
tf::Definition Define(std::shared_ptr<Zoo> zoo);

}  // namespace zoo
