#include "tests/toy_provider/zoo.h"

#include <memory>
#include <utility>

#include "provider/sdk/checks.h"

namespace zoo {
namespace {

const tf::Shape<TagModel>& TagShape() {
  static const tf::Shape<TagModel> shape{
      tf::Required("key", &TagModel::key).Check(tf::NotBlank()).Doc("What the tag is about."),
      tf::Optional("value", &TagModel::value).Doc("What it says."),
  };
  return shape;
}

const tf::Shape<HomeModel>& HomeShape() {
  static const tf::Shape<HomeModel> shape{
      tf::Required("street", &HomeModel::street).Doc("Where it lives."),
      tf::Computed("inspected_at", &HomeModel::inspected_at).Doc("When somebody looked last."),
  };
  return shape;
}

const tf::Shape<CensusModel>& CensusShape() {
  static const tf::Shape<CensusModel> shape{
      tf::About("The names of all pets of a species."),
      tf::Required("species", &CensusModel::species).Doc("Which species to count."),
      tf::Computed("names", &CensusModel::names).Doc("Their names."),
  };
  return shape;
}

const tf::Shape<ZooModel>& ZooShape() {
  static const tf::Shape<ZooModel> shape{
      tf::Optional("keeper", &ZooModel::keeper)
          .Check(tf::NotBlank())
          .Doc("Who looks after the zoo."),
  };
  return shape;
}

class Pet final : public tf::Resource<PetModel>,
                  public tf::PlansDestroy<PetModel>,
                  public tf::NotesStored<PetModel>,
                  public tf::Imports<PetModel> {
 public:
  const tf::Shape<PetModel>& shape() const override { return PetShape(); }

  void Create(tf::CreateCall<PetModel>& call) override {
    PetModel pet = Settled(call.plan(), "checked once");
    pet.id = call.configured<Zoo>().Add(pet);
    call.Keep(pet);
  }

  void Read(tf::ReadCall<PetModel>& call) override {
    auto pet = call.configured<Zoo>().Find(call.state().id.value_or(""));
    pet ? call.Keep(*pet) : call.Gone();
  }

  void Update(tf::UpdateCall<PetModel>& call) override {
    PetModel pet = Settled(call.plan(), "checked again");
    const std::string id = call.state().id.value_or("");
    if (!call.configured<Zoo>().Replace(id, pet)) {
      return call.diagnostics().AddError("Pet not found", "There is no pet " + id + " to change.");
    }
    call.Keep(pet);
  }

  void Delete(tf::DeleteCall<PetModel>& call) override {
    call.configured<Zoo>().Remove(call.state().id.value_or(""));
  }

  void PlanDestroy(tf::DestroyPlanCall<PetModel>& call) override {
    call.diagnostics().AddWarning(
        "Saying goodbye", "The pet " + call.state().name.value_or("?") + " leaves the zoo.");
  }

  void NoteStored(tf::StoredCall<PetModel>& call) override {
    call.configured<Zoo>().NoteStored(call.state().id.value_or(""));
  }

  void Import(tf::ImportCall<PetModel>& call) override {
    PetModel pet;
    pet.id = call.id();
    call.Keep(pet);
  }

 private:
  static PetModel Settled(PetModel pet, const std::string& checked_at) {
    if (pet.checked_at.is_unknown()) pet.checked_at = checked_at;
    if (pet.home.is_known() && pet.home->inspected_at.is_unknown())
      pet.home->inspected_at = "today";
    return pet;
  }
};

class Census final : public tf::DataSource<CensusModel> {
 public:
  const tf::Shape<CensusModel>& shape() const override { return CensusShape(); }

  void Read(tf::DataCall<CensusModel>& call) override {
    std::vector<std::string> names;
    for (const PetModel& pet : call.configured<Zoo>().All()) {
      if (pet.species == call.config().species) names.push_back(pet.name.value_or(""));
    }
    CensusModel answer = call.config();
    answer.names = names;
    call.Keep(answer);
  }
};

class ZooProvider final : public tf::Provider<ZooModel> {
 public:
  explicit ZooProvider(std::shared_ptr<Zoo> zoo) : zoo_(std::move(zoo)) {}
  const tf::Shape<ZooModel>& shape() const override { return ZooShape(); }
  void Configure(tf::ConfigureCall<ZooModel>& call) override { call.Use(zoo_); }

 private:
  std::shared_ptr<Zoo> zoo_;
};

}  // namespace

const tf::Shape<PetModel>& PetShape() {
  static const tf::Shape<PetModel> shape{
      tf::About("A pet of the zoo."),
      tf::Required("name", &PetModel::name)
          .Check(tf::NotBlank())
          .EqualWhen([](const std::string& a, const std::string& b) {
            return a == b || a + "!" == b || b + "!" == a;
          })
          .Doc("What it answers to."),
      tf::Required("species", &PetModel::species)
          .WarnUnless(tf::OneOf{{"cat", "dog"}})
          .Replaces()
          .Doc("What it is."),
      tf::Optional("age", &PetModel::age).Default(1).Check(tf::Between{0, 40}).Doc("In years."),
      tf::Optional("weight", &PetModel::weight).Doc("In kilograms."),
      tf::Optional("toys", &PetModel::toys).Doc("Best ones first."),
      tf::Optional("tags", &PetModel::tags, TagShape())
          .Check(tf::AtLeastOne())
          .Doc("What the keepers noted."),
      tf::Optional("home", &PetModel::home, HomeShape()).Doc("Where it lives."),
      tf::Optional("note", &PetModel::note).Local().Doc("Means nothing to the zoo."),
      tf::Computed("id", &PetModel::id).Stable().Doc("Given by the zoo."),
      tf::Computed("checked_at", &PetModel::checked_at).Doc("When the vet saw it last."),
      tf::Rule<PetModel>{[](const PetModel& pet, tf::Diagnostics& diagnostics) {
        if (pet.age.is_known() && *pet.age == 0 && pet.toys.is_known() && !pet.toys->empty()) {
          diagnostics.AddError("Too young to play", "A pet of age 0 has no toys.",
                               tf::Path::Root().Attribute("toys"));
        }
      }},
  };
  return shape;
}

std::string Zoo::Add(PetModel pet) {
  std::lock_guard lock(mutex_);
  std::string id = "pet-" + std::to_string(next_id_++);
  pet.id = id;
  pets_[id] = std::move(pet);
  return id;
}

std::optional<PetModel> Zoo::Find(const std::string& id) const {
  std::lock_guard lock(mutex_);
  auto found = pets_.find(id);
  return found != pets_.end() ? std::optional(found->second) : std::nullopt;
}

bool Zoo::Replace(const std::string& id, PetModel pet) {
  std::lock_guard lock(mutex_);
  auto found = pets_.find(id);
  if (found == pets_.end()) return false;
  found->second = std::move(pet);
  return true;
}

bool Zoo::Remove(const std::string& id) {
  std::lock_guard lock(mutex_);
  return pets_.erase(id) > 0;
}

std::vector<PetModel> Zoo::All() const {
  std::lock_guard lock(mutex_);
  std::vector<PetModel> all;
  for (const auto& [id, pet] : pets_) all.push_back(pet);
  return all;
}

void Zoo::NoteStored(const std::string& id) {
  std::lock_guard lock(mutex_);
  stored_.insert(id);
}

std::set<std::string> Zoo::stored() const {
  std::lock_guard lock(mutex_);
  return stored_;
}

tf::Definition Define(std::shared_ptr<Zoo> zoo) {
  tf::Definition definition(std::make_unique<ZooProvider>(std::move(zoo)));
  definition.Add("zoo_pet", std::make_unique<Pet>());
  definition.Add("zoo_census", std::make_unique<Census>());
  return definition;
}

tf::Definition Define() { return Define(std::make_shared<Zoo>()); }

}  // namespace zoo
