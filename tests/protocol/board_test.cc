// The provider that provider/README.md shows: it is the program that is built, and it does what a
// stranger expects of it.
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "proto/tfplugin6/tfplugin6.pb.h"
#include "tests/protocol/provider_process.h"

namespace protocol_test {
namespace {

namespace pb = tfplugin6;
using Json = nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Contents(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

class BoardTest : public testing::Test {
 protected:
  BoardTest() {
    pb::ConfigureProvider::Request request;
    request.mutable_config()->set_json("{}");
    Ask<pb::ConfigureProvider>("ConfigureProvider", request);
  }

  // Fails the test on any diagnostic.
  template <typename Message>
  typename Message::Response Ask(const std::string& method,
                                 const typename Message::Request& request) {
    auto response =
        Call<typename Message::Response>(channel_, "/tfplugin6.Provider/" + method, request);
    EXPECT_THAT(response.diagnostics(), IsEmpty()) << method;
    return response;
  }

  // Plans and applies, as Terraform does; a null `config` deletes. The new state.
  pb::DynamicValue Apply(const pb::DynamicValue& prior, const Json& config) {
    pb::PlanResourceChange::Request plan;
    plan.set_type_name("board_note");
    *plan.mutable_prior_state() = prior;
    plan.mutable_config()->set_json(config.dump());
    plan.mutable_proposed_new_state()->set_json(config.dump());
    pb::ApplyResourceChange::Request apply;
    apply.set_type_name("board_note");
    *apply.mutable_prior_state() = prior;
    apply.mutable_config()->set_json(config.dump());
    *apply.mutable_planned_state() =
        Ask<pb::PlanResourceChange>("PlanResourceChange", plan).planned_state();
    return Ask<pb::ApplyResourceChange>("ApplyResourceChange", apply).new_state();
  }

  pb::DynamicValue Read(const pb::DynamicValue& state) {
    pb::ReadResource::Request request;
    request.set_type_name("board_note");
    *request.mutable_current_state() = state;
    return Ask<pb::ReadResource>("ReadResource", request).new_state();
  }

  // How many notes the data source counts, as MessagePack.
  std::string Count() {
    pb::ReadDataSource::Request request;
    request.set_type_name("board_count");
    request.mutable_config()->set_json(R"({"notes": null})");
    return Ask<pb::ReadDataSource>("ReadDataSource", request).state().msgpack();
  }

  static std::string Counted(int notes) {
    const auto bytes = Json::to_msgpack({{"notes", notes}});
    return {bytes.begin(), bytes.end()};
  }
  static Json In(const pb::DynamicValue& value) { return Json::from_msgpack(value.msgpack()); }

  ProviderProcess provider_{BOARD_PROVIDER};
  std::shared_ptr<grpc::Channel> channel_ = provider_.Connect();
};

TEST_F(BoardTest, TakesANoteThroughItsLife) {
  const auto made = Apply({}, {{"title", "milk"}, {"text", nullptr}});
  EXPECT_EQ(In(made), Json({{"title", "milk"}, {"text", "To do."}}));
  EXPECT_EQ(Count(), Counted(1));

  const auto changed = Apply(made, {{"title", "milk"}, {"text", "Done."}});
  EXPECT_EQ(In(changed), Json({{"title", "milk"}, {"text", "Done."}}));
  EXPECT_EQ(In(Read(made)), In(changed));

  EXPECT_EQ(Apply(changed, nullptr).msgpack(), "");
  EXPECT_EQ(Read(changed).msgpack(), "");
  EXPECT_EQ(Count(), Counted(0));
}

TEST_F(BoardTest, ANullThatSomebodyWroteIntoTheStateIsNoNote) {
  pb::DynamicValue edited;
  edited.set_json(R"({"title": null, "text": null})");
  EXPECT_EQ(Read(edited).msgpack(), "");
  EXPECT_EQ(Count(), Counted(0));
}

TEST(FrontPage, ShowsTheProviderThatIsBuilt) {
  EXPECT_THAT(
      Contents(PROJECT_FOLDER "/provider/README.md"),
      HasSubstr("```cpp\n" + Contents(PROJECT_FOLDER "/tests/toy_provider/board.cc") + "```\n"));
  const std::string test = Contents(PROJECT_FOLDER "/tests/toy_provider/board_unit_test.cc");
  EXPECT_THAT(Contents(PROJECT_FOLDER "/provider/README.md"),
              HasSubstr("```cpp\n" + test.substr(test.find("TEST(")) + "```\n"));
}

}  // namespace
}  // namespace protocol_test
