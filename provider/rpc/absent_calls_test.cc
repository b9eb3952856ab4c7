#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "provider/rpc/calls.h"
#include "tests/toy_provider/zoo.h"

namespace tf::rpc {
namespace {

class AbsentCalls : public testing::Test {
 protected:
  template <typename Request, typename Response>
  Response Ask(const Request& request) {
    Response response;
    Answer({engine_, {}}, request, response);
    return response;
  }

  // The only diagnostic of the answer to a request for the type "zoo_x".
  template <typename Request, typename Response>
  pb::Diagnostic ErrorFor() {
    Request request;
    request.set_type_name("zoo_x");
    const auto response = Ask<Request, Response>(request);
    EXPECT_EQ(response.diagnostics_size(), 1);
    return response.diagnostics_size() == 1 ? response.diagnostics(0) : pb::Diagnostic();
  }

  template <typename Call>
  std::string SummaryFor() {
    return ErrorFor<typename Call::Request, typename Call::Response>().summary();
  }

 private:
  engine::Engine engine_{[] { return zoo::Define(); }};
};

TEST_F(AbsentCalls, ListsAreEmpty) {
  const auto identities =
      Ask<pb::GetResourceIdentitySchemas::Request, pb::GetResourceIdentitySchemas::Response>({});
  EXPECT_EQ(identities.ByteSizeLong(), 0U);
  const auto functions = Ask<pb::GetFunctions::Request, pb::GetFunctions::Response>({});
  EXPECT_EQ(functions.ByteSizeLong(), 0U);
}

TEST_F(AbsentCalls, TheErrorSaysWhatToDo) {
  const auto error =
      ErrorFor<pb::OpenEphemeralResource::Request, pb::OpenEphemeralResource::Response>();
  EXPECT_EQ(error.severity(), pb::Diagnostic::ERROR);
  EXPECT_EQ(error.summary(), "Unknown ephemeral resource \"zoo_x\"");
  EXPECT_EQ(error.detail(),
            "This version of the provider has no ephemeral resources. If its documentation lists "
            "this one, upgrade the provider.");
}

TEST_F(AbsentCalls, EachErrorNamesTheKindAndTheType) {
  EXPECT_EQ(SummaryFor<pb::ValidateEphemeralResourceConfig>(),
            "Unknown ephemeral resource \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::RenewEphemeralResource>(), "Unknown ephemeral resource \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::CloseEphemeralResource>(), "Unknown ephemeral resource \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::ValidateListResourceConfig>(), "Unknown list resource \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::ValidateActionConfig>(), "Unknown action \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::ValidateStateStore>(), "Unknown state store \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::ConfigureStateStore>(), "Unknown state store \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::ReadStateBytes>(), "Unknown state store \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::LockState>(), "Unknown state store \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::UnlockState>(), "Unknown state store \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::GetStates>(), "Unknown state store \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::DeleteState>(), "Unknown state store \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::UpgradeResourceIdentity>(), "No identity for \"zoo_x\"");
  EXPECT_EQ(SummaryFor<pb::GenerateResourceConfig>(), "No generated configuration for \"zoo_x\"");
}

TEST_F(AbsentCalls, StreamsCarryTheErrorInTheirOwnPlace) {
  pb::ListResource::Request list;
  list.set_type_name("zoo_x");
  const auto listed = Ask<pb::ListResource::Request, pb::ListResource::Event>(list);
  EXPECT_EQ(listed.diagnostic(0).summary(), "Unknown list resource \"zoo_x\"");

  pb::InvokeAction::Request invoke;
  invoke.set_action_type("zoo_x");
  const auto invoked = Ask<pb::InvokeAction::Request, pb::InvokeAction::Event>(invoke);
  EXPECT_EQ(invoked.completed().diagnostics(0).summary(), "Unknown action \"zoo_x\"");

  pb::WriteStateBytes::RequestChunk chunk;
  chunk.mutable_meta()->set_type_name("zoo_x");
  const auto written = Ask<pb::WriteStateBytes::RequestChunk, pb::WriteStateBytes::Response>(chunk);
  EXPECT_EQ(written.diagnostics(0).summary(), "Unknown state store \"zoo_x\"");
}

TEST_F(AbsentCalls, ActionsAndFunctionsAreNamedByTheirOwnFields) {
  pb::PlanAction::Request plan;
  plan.set_action_type("zoo_x");
  const auto planned = Ask<pb::PlanAction::Request, pb::PlanAction::Response>(plan);
  EXPECT_EQ(planned.diagnostics(0).summary(), "Unknown action \"zoo_x\"");

  pb::CallFunction::Request call;
  call.set_name("bark");
  const auto called = Ask<pb::CallFunction::Request, pb::CallFunction::Response>(call);
  EXPECT_EQ(called.error().text(),
            "Unknown function \"bark\": This version of the provider has no functions. If its "
            "documentation lists this one, upgrade the provider.");
}

}  // namespace
}  // namespace tf::rpc
