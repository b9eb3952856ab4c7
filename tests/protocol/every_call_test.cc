// Each call of the protocol as the first one in a fresh process, with an empty request, a valid
// one, one with garbage in its fields, and bytes that are no request at all.
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/tfplugin6/tfplugin6.pb.h"
#include "tests/protocol/provider_process.h"

namespace protocol_test {
namespace {

namespace pb = tfplugin6;

// What a provider is called with: one of its resources and one of its data sources.
struct Subject {
  std::string resource;
  std::string object;
  std::string data_source;
  std::string data;
  std::string provider;
};

const Subject& Toy() {
  static const Subject toy{
      "zoo_pet",
      R"({"name":"Rex","species":"dog","age":null,"weight":null,"toys":null,"tags":null,)"
      R"("home":null,"note":null,"id":null,"checked_at":null})",
      "zoo_census", R"({"species":"dog","names":null})", R"({"keeper":null})"};
  return toy;
}

// Of this one only what cannot work is asked, since what can needs the services behind it.
const Subject& Incident() {
  static const Subject incident{"incident_schedule_replica", "{}", "incident_user",
                                R"({"id":"U1"})", "{}"};
  return incident;
}

// What a valid request may get from a process that nobody configured.
enum class Valid { kWorks, kIsExplained };

struct Row {
  std::string method;
  Valid valid_request;
  std::string valid;
  std::string garbage;
  // The errors in an answer; a text that begins with "!" when it is no answer.
  std::function<std::vector<std::string>(grpc::ByteBuffer)> errors;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.method; }

template <typename List>
std::vector<std::string> ErrorsIn(const List& diagnostics) {
  std::vector<std::string> errors;
  for (const pb::Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity() == pb::Diagnostic::INVALID) errors.push_back("!no severity");
    if (diagnostic.severity() == pb::Diagnostic::ERROR) errors.push_back(diagnostic.summary());
  }
  return errors;
}

template <typename Response>
std::vector<std::string> ErrorsOf(grpc::ByteBuffer bytes) {
  Response response;
  if (!grpc::SerializationTraits<Response>::Deserialize(&bytes, &response).ok()) {
    return {"!unreadable answer"};
  }
  if constexpr (requires { response.diagnostics(); }) {
    return ErrorsIn(response.diagnostics());
  } else if constexpr (requires { response.diagnostic(); }) {
    return ErrorsIn(response.diagnostic());
  } else if constexpr (requires { response.completed(); }) {
    return ErrorsIn(response.completed().diagnostics());
  } else if constexpr (requires { response.error().text(); }) {
    if (response.has_error()) return {response.error().text()};
    return {};
  } else {
    if (!response.error().empty()) return {response.error()};
    return {};
  }
}

template <typename Request, typename Response>
Row MakeRow(const std::string& method, Valid valid_request,
            const std::function<void(Request&)>& fill, const std::function<void(Request&)>& spoil) {
  Request valid;
  Request garbage;
  fill(valid);
  spoil(garbage);
  return {method, valid_request, valid.SerializeAsString(), garbage.SerializeAsString(),
          ErrorsOf<Response>};
}

void Spoil(pb::DynamicValue& value) { value.set_msgpack("\xc1\xff\xdd"); }

// A call that takes nothing.
template <typename Message>
Row Plain(const std::string& method) {
  const auto nothing = [](typename Message::Request&) {};
  return MakeRow<typename Message::Request, typename Message::Response>(method, Valid::kWorks,
                                                                        nothing, nothing);
}

// A call that takes a configuration, of `type` where it names one.
template <typename Message>
Row Configured(const std::string& method, Valid valid_request, const std::string& type,
               const std::string& config) {
  using Request = typename Message::Request;
  const auto name = [type](Request& request) {
    if constexpr (requires { request.set_type_name(type); }) request.set_type_name(type);
    if constexpr (requires { request.set_action_type(type); }) request.set_action_type(type);
  };
  return MakeRow<Request, typename Message::Response>(
      method, valid_request,
      [&](Request& request) {
        name(request);
        request.mutable_config()->set_json(config);
      },
      [&](Request& request) {
        name(request);
        Spoil(*request.mutable_config());
      });
}

// A call for something that only has a name here, since the provider does not have it.
template <typename Request, typename Response>
Row Named(const std::string& method) {
  const auto fill = [](Request& request, const std::string& name) {
    if constexpr (requires { request.set_type_name(name); }) {
      request.set_type_name(name);
    } else if constexpr (requires { request.set_action_type(name); }) {
      request.set_action_type(name);
    } else if constexpr (requires { request.mutable_meta(); }) {
      request.mutable_meta()->set_type_name(name);
    } else {
      request.set_name(name);
    }
  };
  return MakeRow<Request, Response>(
      method, Valid::kIsExplained, [&](Request& request) { fill(request, "zoo_x"); },
      [&](Request& request) { fill(request, std::string(100'000, '\x01')); });
}

template <typename Message>
Row Named(const std::string& method) {
  return Named<typename Message::Request, typename Message::Response>(method);
}

template <typename Message>
Row Resource(const std::string& method, const std::string& type, Valid valid_request,
             const std::function<void(typename Message::Request&)>& fill,
             const std::function<void(typename Message::Request&)>& spoil) {
  return MakeRow<typename Message::Request, typename Message::Response>(
      method, valid_request,
      [&](typename Message::Request& request) {
        request.set_type_name(type);
        fill(request);
      },
      [&](typename Message::Request& request) {
        request.set_type_name(type);
        spoil(request);
      });
}

std::vector<Row> ResourceRows(const Subject& subject) {
  const std::string& type = subject.resource;
  const std::string& object = subject.object;
  return {
      Configured<pb::ValidateResourceConfig>("ValidateResourceConfig", Valid::kWorks, type, object),
      Resource<pb::UpgradeResourceState>(
          "UpgradeResourceState", type, Valid::kWorks,
          [&](auto& request) { request.mutable_raw_state()->set_json(object); },
          [](auto& request) { request.mutable_raw_state()->set_json("{\"name\":"); }),
      Resource<pb::ReadResource>(
          "ReadResource", type, Valid::kIsExplained,
          [&](auto& request) { request.mutable_current_state()->set_json(object); },
          [](auto& request) {
            Spoil(*request.mutable_current_state());
            request.set_private_("\xff");
          }),
      Resource<pb::PlanResourceChange>(
          "PlanResourceChange", type, Valid::kWorks,
          [&](auto& request) {
            request.mutable_config()->set_json(object);
            request.mutable_proposed_new_state()->set_json(object);
          },
          [](auto& request) {
            Spoil(*request.mutable_config());
            Spoil(*request.mutable_prior_state());
            Spoil(*request.mutable_proposed_new_state());
            request.set_prior_private("\xff");
          }),
      Resource<pb::ApplyResourceChange>(
          "ApplyResourceChange", type, Valid::kIsExplained,
          [&](auto& request) {
            request.mutable_config()->set_json(object);
            request.mutable_planned_state()->set_json(object);
          },
          [](auto& request) {
            Spoil(*request.mutable_config());
            Spoil(*request.mutable_planned_state());
            request.set_planned_private("\xff");
          }),
      Resource<pb::ImportResourceState>(
          "ImportResourceState", type, Valid::kIsExplained,
          [](auto& request) { request.set_id("pet-1"); },
          [](auto& request) { request.set_id("\x01\x02"); }),
      MakeRow<pb::MoveResourceState::Request, pb::MoveResourceState::Response>(
          "MoveResourceState", Valid::kIsExplained,
          [&](auto& request) { request.set_target_type_name(type); },
          [](auto& request) { request.mutable_source_state()->set_json("\xff"); }),
      Resource<pb::GenerateResourceConfig>(
          "GenerateResourceConfig", type, Valid::kIsExplained,
          [&](auto& request) { request.mutable_state()->set_json(object); },
          [](auto& request) { Spoil(*request.mutable_state()); }),
      Named<pb::UpgradeResourceIdentity>("UpgradeResourceIdentity"),
  };
}

std::vector<Row> OtherRows(const Subject& subject) {
  return {
      Plain<pb::GetMetadata>("GetMetadata"),
      Plain<pb::GetProviderSchema>("GetProviderSchema"),
      Plain<pb::GetResourceIdentitySchemas>("GetResourceIdentitySchemas"),
      Plain<pb::GetFunctions>("GetFunctions"),
      Plain<pb::StopProvider>("StopProvider"),
      Configured<pb::ValidateProviderConfig>("ValidateProviderConfig", Valid::kWorks, "",
                                             subject.provider),
      Configured<pb::ConfigureProvider>("ConfigureProvider", Valid::kWorks, "", subject.provider),
      Configured<pb::ValidateDataResourceConfig>("ValidateDataResourceConfig", Valid::kWorks,
                                                 subject.data_source, subject.data),
      Configured<pb::ReadDataSource>("ReadDataSource", Valid::kIsExplained, subject.data_source,
                                     subject.data),
      Named<pb::CallFunction>("CallFunction"),
      Named<pb::ValidateEphemeralResourceConfig>("ValidateEphemeralResourceConfig"),
      Named<pb::OpenEphemeralResource>("OpenEphemeralResource"),
      Named<pb::RenewEphemeralResource>("RenewEphemeralResource"),
      Named<pb::CloseEphemeralResource>("CloseEphemeralResource"),
      Named<pb::ListResource::Request, pb::ListResource::Event>("ListResource"),
      Named<pb::ValidateListResourceConfig>("ValidateListResourceConfig"),
      Named<pb::ValidateActionConfig>("ValidateActionConfig"),
      Named<pb::PlanAction>("PlanAction"),
      Named<pb::InvokeAction::Request, pb::InvokeAction::Event>("InvokeAction"),
      Named<pb::ValidateStateStore>("ValidateStateStoreConfig"),
      Named<pb::ConfigureStateStore>("ConfigureStateStore"),
      Named<pb::ReadStateBytes>("ReadStateBytes"),
      Named<pb::WriteStateBytes::RequestChunk, pb::WriteStateBytes::Response>("WriteStateBytes"),
      Named<pb::LockState>("LockState"),
      Named<pb::UnlockState>("UnlockState"),
      Named<pb::GetStates>("GetStates"),
      Named<pb::DeleteState>("DeleteState"),
  };
}

std::vector<Row> AllRows(const Subject& subject) {
  std::vector<Row> rows = ResourceRows(subject);
  for (Row& row : OtherRows(subject)) rows.push_back(std::move(row));
  return rows;
}

// The errors in the answer of a process that was just started, and that goes on afterwards.
std::vector<std::string> FirstAnswer(const std::string& program, const Row& row,
                                     const std::string& request) {
  ProviderProcess provider(program, {.tls = false});
  const auto channel = provider.Connect();
  const Outcome outcome = CallBytes(channel, "/tfplugin6.Provider/" + row.method, request);
  EXPECT_TRUE(outcome.status.ok()) << outcome.status.error_message();
  Call<pb::GetMetadata::Response>(channel, "/tfplugin6.Provider/GetMetadata",
                                  pb::GetMetadata::Request());
  EXPECT_TRUE(provider.alive());
  return row.errors(outcome.answer);
}

auto AreAnswers() { return testing::Each(testing::Not(testing::StartsWith("!"))); }

auto SayThatItCannotBeRead() {
  return testing::ElementsAre(testing::StartsWith("The request cannot be read"));
}

constexpr char kNoRequest[] = "\xff\xff\xff no request";

void ExpectGarbageIsAnswered(const std::string& program, const Row& row) {
  const auto errors = FirstAnswer(program, row, row.garbage);
  EXPECT_THAT(errors, AreAnswers());
  if (!row.garbage.empty()) {
    EXPECT_THAT(errors, testing::Not(testing::IsEmpty()));
  }
}

class EveryCall : public testing::TestWithParam<Row> {};

TEST_P(EveryCall, ValidIsAnswered) {
  const auto errors = FirstAnswer(TOY_PROVIDER, GetParam(), GetParam().valid);
  if (GetParam().valid_request == Valid::kWorks) {
    EXPECT_THAT(errors, testing::IsEmpty());
  } else {
    EXPECT_THAT(errors, testing::SizeIs(1));
  }
}

TEST_P(EveryCall, EmptyIsAnswered) {
  EXPECT_THAT(FirstAnswer(TOY_PROVIDER, GetParam(), ""), AreAnswers());
}

TEST_P(EveryCall, GarbageInFieldsIsAnswered) { ExpectGarbageIsAnswered(TOY_PROVIDER, GetParam()); }

TEST_P(EveryCall, WhatIsNoRequestIsAnsweredWithAnError) {
  EXPECT_THAT(FirstAnswer(TOY_PROVIDER, GetParam(), kNoRequest), SayThatItCannotBeRead());
}

INSTANTIATE_TEST_SUITE_P(Protocol6, EveryCall, testing::ValuesIn(AllRows(Toy())),
                         [](const auto& row) { return row.param.method; });

class EveryCallOfIncident : public testing::TestWithParam<Row> {};

TEST_P(EveryCallOfIncident, EmptyIsAnswered) {
  EXPECT_THAT(FirstAnswer(IncidentProgram(), GetParam(), ""), AreAnswers());
}

TEST_P(EveryCallOfIncident, GarbageInFieldsIsAnswered) {
  ExpectGarbageIsAnswered(IncidentProgram(), GetParam());
}

TEST_P(EveryCallOfIncident, WhatIsNoRequestIsAnsweredWithAnError) {
  EXPECT_THAT(FirstAnswer(IncidentProgram(), GetParam(), kNoRequest), SayThatItCannotBeRead());
}

INSTANTIATE_TEST_SUITE_P(Protocol6, EveryCallOfIncident, testing::ValuesIn(AllRows(Incident())),
                         [](const auto& row) { return row.param.method; });

TEST(EveryCallTable, HasAllCalls) {
  EXPECT_EQ(AllRows(Toy()).size(), 36U);
  EXPECT_EQ(AllRows(Incident()).size(), 36U);
}

}  // namespace
}  // namespace protocol_test
