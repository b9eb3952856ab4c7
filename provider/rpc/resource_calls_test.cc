#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "provider/rpc/calls.h"
#include "tests/toy_provider/zoo.h"

namespace tf::rpc {
namespace {

constexpr char kRex[] =
    R"({"name":"Rex","species":"dog","age":null,"weight":null,"toys":null,"tags":null,)"
    R"("home":null,"note":null,"id":null,"checked_at":null})";

// Walks a pet through its life, each answer being the next question, as Terraform does.
class ResourceCalls : public testing::Test {
 protected:
  ResourceCalls() {
    pb::ConfigureProvider::Request request;
    request.mutable_config()->set_json(R"({"keeper":null})");
    pb::ConfigureProvider::Response response;
    Answer(call_, request, response);
  }

  pb::PlanResourceChange::Response PlanCreate() {
    pb::PlanResourceChange::Request request;
    request.set_type_name("zoo_pet");
    request.mutable_config()->set_json(kRex);
    request.mutable_proposed_new_state()->set_json(kRex);
    pb::PlanResourceChange::Response response;
    Answer(call_, request, response);
    return response;
  }

  pb::ApplyResourceChange::Response Create() {
    const auto planned = PlanCreate();
    pb::ApplyResourceChange::Request request;
    request.set_type_name("zoo_pet");
    request.mutable_config()->set_json(kRex);
    *request.mutable_planned_state() = planned.planned_state();
    request.set_planned_private(planned.planned_private());
    pb::ApplyResourceChange::Response response;
    Answer(call_, request, response);
    return response;
  }

  pb::ReadResource::Response Read(const pb::DynamicValue& state) {
    pb::ReadResource::Request request;
    request.set_type_name("zoo_pet");
    *request.mutable_current_state() = state;
    pb::ReadResource::Response response;
    Answer(call_, request, response);
    return response;
  }

  engine::Engine engine_{[] { return zoo::Define(); }};
  const Call call_{engine_, {}};
};

TEST_F(ResourceCalls, ValidConfigurationIsAccepted) {
  pb::ValidateResourceConfig::Request request;
  request.set_type_name("zoo_pet");
  request.mutable_config()->set_json(kRex);
  pb::ValidateResourceConfig::Response response;
  Answer(call_, request, response);
  EXPECT_EQ(response.diagnostics_size(), 0);
}

TEST_F(ResourceCalls, PlanAnswersAStateAndNoLegacyFlag) {
  const auto planned = PlanCreate();
  EXPECT_EQ(planned.diagnostics_size(), 0);
  EXPECT_NE(planned.planned_state().msgpack(), "");
  EXPECT_FALSE(planned.legacy_type_system());
  EXPECT_EQ(planned.requires_replace_size(), 0);
}

TEST_F(ResourceCalls, CreateAnswersTheNewState) {
  const auto created = Create();
  EXPECT_EQ(created.diagnostics_size(), 0);
  EXPECT_THAT(created.new_state().msgpack(), testing::HasSubstr("pet-1"));
  EXPECT_FALSE(created.legacy_type_system());
}

TEST_F(ResourceCalls, PlanNamesWhatForcesAReplacement) {
  std::string cat = kRex;
  cat.replace(cat.find("dog"), 3, "cat");
  const auto created = Create();
  pb::PlanResourceChange::Request request;
  request.set_type_name("zoo_pet");
  *request.mutable_prior_state() = created.new_state();
  request.mutable_config()->set_json(cat);
  request.mutable_proposed_new_state()->set_json(cat);
  pb::PlanResourceChange::Response response;
  Answer(call_, request, response);
  ASSERT_EQ(response.requires_replace_size(), 1);
  EXPECT_EQ(response.requires_replace(0).steps(0).attribute_name(), "species");
}

TEST_F(ResourceCalls, ReadKeepsWhatIsThereAndLeavesOutWhatIsGone) {
  const auto created = Create();
  EXPECT_EQ(Read(created.new_state()).new_state().msgpack(), created.new_state().msgpack());

  pb::ApplyResourceChange::Request destroy;
  destroy.set_type_name("zoo_pet");
  *destroy.mutable_prior_state() = created.new_state();
  pb::ApplyResourceChange::Response destroyed;
  Answer(call_, destroy, destroyed);
  EXPECT_EQ(destroyed.diagnostics_size(), 0);
  EXPECT_FALSE(destroyed.has_new_state());

  const auto read = Read(created.new_state());
  EXPECT_EQ(read.diagnostics_size(), 0);
  EXPECT_FALSE(read.has_new_state());
}

TEST_F(ResourceCalls, ImportAnswersOneObjectOfTheType) {
  pb::ImportResourceState::Request request;
  request.set_type_name("zoo_pet");
  request.set_id("pet-7");
  pb::ImportResourceState::Response response;
  Answer(call_, request, response);
  ASSERT_EQ(response.imported_resources_size(), 1);
  EXPECT_EQ(response.imported_resources(0).type_name(), "zoo_pet");
  EXPECT_THAT(response.imported_resources(0).state().msgpack(), testing::HasSubstr("pet-7"));
}

TEST_F(ResourceCalls, ImportByIdentityIsRefused) {
  pb::ImportResourceState::Request request;
  request.set_type_name("zoo_pet");
  request.mutable_identity();
  pb::ImportResourceState::Response response;
  Answer(call_, request, response);
  EXPECT_EQ(response.imported_resources_size(), 0);
  ASSERT_EQ(response.diagnostics_size(), 1);
  EXPECT_EQ(response.diagnostics(0).summary(), "Cannot import \"zoo_pet\" by identity");
  EXPECT_EQ(response.diagnostics(0).detail(),
            "This version of the provider imports by id: write id in the import block instead of "
            "identity.");
}

TEST_F(ResourceCalls, UpgradeReadsTheStateFile) {
  pb::UpgradeResourceState::Request request;
  request.set_type_name("zoo_pet");
  request.mutable_raw_state()->set_json(kRex);
  pb::UpgradeResourceState::Response response;
  Answer(call_, request, response);
  EXPECT_EQ(response.diagnostics_size(), 0);
  EXPECT_THAT(response.upgraded_state().msgpack(), testing::HasSubstr("Rex"));
}

TEST_F(ResourceCalls, UpgradeRefusesTheOldestFormOfState) {
  pb::UpgradeResourceState::Request request;
  request.set_type_name("zoo_pet");
  (*request.mutable_raw_state()->mutable_flatmap())["name"] = "Rex";
  pb::UpgradeResourceState::Response response;
  Answer(call_, request, response);
  ASSERT_EQ(response.diagnostics_size(), 1);
  EXPECT_EQ(response.diagnostics(0).summary(), "State of \"zoo_pet\" is too old");
  EXPECT_EQ(response.diagnostics(0).detail(),
            "The state was written by Terraform 0.11 or earlier, before this provider existed. "
            "Remove the resource from the state and import it again.");
}

TEST_F(ResourceCalls, AMoveThatTheResourceDoesNotAcceptNamesBothTypes) {
  pb::MoveResourceState::Request request;
  request.set_source_provider_address("registry.terraform.io/acme/aquarium");
  request.set_source_type_name("aquarium_fish");
  request.mutable_source_state()->set_json("{}");
  request.set_target_type_name("zoo_pet");
  pb::MoveResourceState::Response response;
  Answer(call_, request, response);
  EXPECT_FALSE(response.has_target_state());
  ASSERT_EQ(response.diagnostics_size(), 1);
  EXPECT_EQ(response.diagnostics(0).summary(), "Cannot move \"aquarium_fish\" to \"zoo_pet\"");
  EXPECT_EQ(response.diagnostics(0).detail(),
            "A resource zoo_pet cannot take over the state of a resource aquarium_fish of "
            "registry.terraform.io/acme/aquarium. Use an import block for the new resource and a "
            "removed block for the old one.");
}

TEST_F(ResourceCalls, GarbageIsAnError) {
  EXPECT_EQ(Read(pb::DynamicValue()).diagnostics_size(), 1);
  pb::DynamicValue garbage;
  garbage.set_msgpack("\xc1\xff");
  const auto read = Read(garbage);
  ASSERT_EQ(read.diagnostics_size(), 1);
  EXPECT_EQ(read.diagnostics(0).severity(), pb::Diagnostic::ERROR);
}

}  // namespace
}  // namespace tf::rpc
