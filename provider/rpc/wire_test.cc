#include "provider/rpc/wire.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tf::rpc {
namespace {

TEST(ToEncoded, KeepsBothForms) {
  tfplugin6::DynamicValue value;
  value.set_msgpack("\x80");
  value.set_json("{}");
  EXPECT_EQ(ToEncoded(value).msgpack, "\x80");
  EXPECT_EQ(ToEncoded(value).json, "{}");
}

TEST(ToEncoded, TakesALeftOutValueForNull) {
  EXPECT_EQ(ToEncoded(tfplugin6::DynamicValue::default_instance()).msgpack, "");
  EXPECT_EQ(ToEncoded(tfplugin6::DynamicValue::default_instance()).json, "");
}

TEST(ToCapabilities, CopiesEachFlag) {
  tfplugin6::ClientCapabilities capabilities;
  EXPECT_FALSE(ToCapabilities(capabilities).deferral_allowed);
  capabilities.set_deferral_allowed(true);
  EXPECT_TRUE(ToCapabilities(capabilities).deferral_allowed);
  EXPECT_FALSE(ToCapabilities(capabilities).write_only_attributes_allowed);
  capabilities.set_write_only_attributes_allowed(true);
  EXPECT_TRUE(ToCapabilities(capabilities).write_only_attributes_allowed);
  EXPECT_FALSE(ToCapabilities(capabilities).store_planned_private);
  capabilities.set_store_planned_private(true);
  EXPECT_TRUE(ToCapabilities(capabilities).store_planned_private);
}

TEST(ToText, KeepsLinesOfValidText) { EXPECT_EQ(ToText("a\n  b \xc3\xa9"), "a\n  b \xc3\xa9"); }

TEST(ToText, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(ToText("a\xff"), "a\xef\xbf\xbd");
  EXPECT_EQ(ToText(std::string(5, '\xff')).size(), 15U);
}

TEST(SetPath, WritesEachKindOfStep) {
  tfplugin6::AttributePath out;
  SetPath(Path::Root().Attribute("sources").Index(3).Attribute("tags").Key("a"), out);
  ASSERT_EQ(out.steps_size(), 4);
  EXPECT_EQ(out.steps(0).attribute_name(), "sources");
  EXPECT_EQ(out.steps(1).element_key_int(), 3);
  EXPECT_EQ(out.steps(2).attribute_name(), "tags");
  EXPECT_EQ(out.steps(3).element_key_string(), "a");
}

TEST(SetPath, WritesIndexZeroToo) {
  tfplugin6::AttributePath out;
  SetPath(Path::Root().Index(0), out);
  EXPECT_EQ(out.steps(0).selector_case(), tfplugin6::AttributePath::Step::kElementKeyInt);
}

TEST(AddDiagnostics, AlwaysHasASeverity) {
  Diagnostics diagnostics;
  diagnostics.AddError("Wrong", "It is wrong.", Path::Root().Attribute("name"));
  diagnostics.AddWarning("Odd", "It is odd.");
  tfplugin6::ReadResource::Response response;
  AddDiagnostics(diagnostics, response);
  ASSERT_EQ(response.diagnostics_size(), 2);
  EXPECT_EQ(response.diagnostics(0).severity(), tfplugin6::Diagnostic::ERROR);
  EXPECT_EQ(response.diagnostics(0).summary(), "Wrong");
  EXPECT_EQ(response.diagnostics(0).detail(), "It is wrong.");
  EXPECT_EQ(response.diagnostics(0).attribute().steps(0).attribute_name(), "name");
  EXPECT_EQ(response.diagnostics(1).severity(), tfplugin6::Diagnostic::WARNING);
  EXPECT_FALSE(response.diagnostics(1).has_attribute());
}

TEST(AddDiagnostics, PointsAtTheTopLevelAttribute) {
  Diagnostics diagnostics;
  diagnostics.AddError("Wrong", "It is wrong.",
                       Path::Root().Attribute("timeouts").Attribute("create"));
  tfplugin6::ReadResource::Response response;
  AddDiagnostics(diagnostics, response);
  ASSERT_EQ(response.diagnostics(0).attribute().steps_size(), 1);
  EXPECT_EQ(response.diagnostics(0).attribute().steps(0).attribute_name(), "timeouts");
}

TEST(AddDiagnostics, DisarmsTerminalEscapesFromOutside) {
  const std::string id = "01F\x1B]8;;http://evil\x07\x1B[2J\u009B31m\x7F";
  Diagnostics diagnostics;
  diagnostics.AddError("No replica " + id, "First line.\n  Replica " + id);
  tfplugin6::ReadResource::Response response;
  AddDiagnostics(diagnostics, response);
  EXPECT_EQ(response.diagnostics(0).summary(), "No replica 01F ]8;;http://evil  [2J 31m ");
  EXPECT_EQ(response.diagnostics(0).detail(),
            "First line.\n  Replica 01F ]8;;http://evil  [2J 31m ");
}

TEST(SetPath, KeepsAKeyAsItIs) {
  tfplugin6::AttributePath out;
  SetPath(Path::Root().Attribute("tags").Key("a\x1B"), out);
  EXPECT_EQ(out.steps(1).element_key_string(), "a\x1B");
}

TEST(SetValue, LeavesTheFieldOfANullOut) {
  tfplugin6::ReadResource::Response response;
  SetValue("", [&] { return response.mutable_new_state(); });
  EXPECT_FALSE(response.has_new_state());
  SetValue("\x80", [&] { return response.mutable_new_state(); });
  EXPECT_EQ(response.new_state().msgpack(), "\x80");
}

TEST(SetError, FindsThePlaceOfAnErrorInEveryKindOfAnswer) {
  tfplugin6::ListResource::Event listed;
  SetError("Wrong", "It is wrong.", listed);
  EXPECT_EQ(listed.diagnostic(0).summary(), "Wrong");

  tfplugin6::InvokeAction::Event invoked;
  SetError("Wrong", "It is wrong.", invoked);
  EXPECT_EQ(invoked.completed().diagnostics(0).summary(), "Wrong");

  tfplugin6::CallFunction::Response called;
  SetError("Wrong", "It is wrong.", called);
  EXPECT_EQ(called.error().text(), "Wrong: It is wrong.");

  tfplugin6::StopProvider::Response stopped;
  SetError("Wrong", "It is wrong.", stopped);
  EXPECT_EQ(stopped.error(), "Wrong: It is wrong.");
}

}  // namespace
}  // namespace tf::rpc
