// Holds the .proto files of this folder to wire_facts.tsv: both are brought into the same form, one
// line per fact, and what only one of them has is an error.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"

namespace {

namespace pb = google::protobuf;
using Facts = std::set<std::string>;

// What the lite runtime lacks is declared here under a name of our own; names of messages are not
// on the wire.
const std::map<std::string, std::string, std::less<>> kStandIns{
    {"tfplugin6.Timestamp", "google.protobuf.Timestamp"}};

// plugin.Empty is go-plugin's own and, in this one call, stands for google.protobuf.Empty.
constexpr std::string_view kStreamStdio = "/plugin.GRPCStdio/StreamStdio";

std::string TypeName(const std::string& full_name) {
  const auto found = kStandIns.find(full_name);
  return found == kStandIns.end() ? full_name : found->second;
}

std::string TypeOf(const pb::FieldDescriptor& field) {
  if (field.is_map()) {
    const pb::Descriptor& entry = *field.message_type();
    return "map<" + TypeOf(*entry.map_key()) + ", " + TypeOf(*entry.map_value()) + ">";
  }
  if (field.message_type() != nullptr) return TypeName(field.message_type()->full_name());
  if (field.enum_type() != nullptr) return field.enum_type()->full_name();
  return field.type_name();
}

std::string LabelOf(const pb::FieldDescriptor& field) {
  if (field.is_map()) return "";
  if (field.is_repeated()) return "repeated ";
  if (const pb::OneofDescriptor* oneof = field.real_containing_oneof(); oneof != nullptr) {
    return "oneof:" + oneof->name() + " ";
  }
  return field.has_optional_keyword() ? "optional " : "";
}

void Collect(const pb::EnumDescriptor& type, Facts& facts) {
  facts.insert("enum\t" + type.full_name());
  for (int i = 0; i < type.value_count(); ++i) {
    const pb::EnumValueDescriptor& value = *type.value(i);
    facts.insert("value\t" + type.full_name() + "." + value.name() + "\t" +
                 std::to_string(value.number()));
  }
}

void Collect(const pb::Descriptor& message, Facts& facts) {
  if (message.options().map_entry() || kStandIns.contains(message.full_name())) return;
  facts.insert("message\t" + message.full_name());
  for (int i = 0; i < message.field_count(); ++i) {
    const pb::FieldDescriptor& field = *message.field(i);
    facts.insert("field\t" + field.full_name() + "\t" + std::to_string(field.number()) + "\t" +
                 LabelOf(field) + TypeOf(field));
  }
  for (int i = 0; i < message.nested_type_count(); ++i) Collect(*message.nested_type(i), facts);
  for (int i = 0; i < message.enum_type_count(); ++i) Collect(*message.enum_type(i), facts);
}

void Collect(const pb::ServiceDescriptor& service, Facts& facts) {
  facts.insert("service\t" + service.full_name());
  for (int i = 0; i < service.method_count(); ++i) {
    const pb::MethodDescriptor& method = *service.method(i);
    const std::string path = "/" + service.full_name() + "/" + method.name();
    const std::string request =
        path == kStreamStdio ? "google.protobuf.Empty" : method.input_type()->full_name();
    facts.insert("rpc\t" + path + "\t" + (method.client_streaming() ? "stream " : "") + request +
                 " -> " + (method.server_streaming() ? "stream " : "") +
                 method.output_type()->full_name());
  }
}

void Collect(const pb::FileDescriptor& file, Facts& facts) {
  for (int i = 0; i < file.message_type_count(); ++i) Collect(*file.message_type(i), facts);
  for (int i = 0; i < file.enum_type_count(); ++i) Collect(*file.enum_type(i), facts);
  for (int i = 0; i < file.service_count(); ++i) Collect(*file.service(i), facts);
}

const pb::DescriptorPool& CompiledProtos() {
  static const pb::DescriptorPool* const pool = [] {
    auto* built = new pb::DescriptorPool;
    std::ifstream input(DESCRIPTORS, std::ios::binary);
    pb::FileDescriptorSet files;
    EXPECT_TRUE(files.ParseFromIstream(&input));
    for (const pb::FileDescriptorProto& file : files.file()) {
      EXPECT_NE(built->BuildFile(file), nullptr) << file.name();
    }
    return built;
  }();
  return *pool;
}

Facts FactsOfProtos() {
  Facts facts;
  for (const char* name : {"proto/tfplugin6/tfplugin6.proto", "proto/tfplugin6/goplugin.proto"}) {
    const pb::FileDescriptor* file = CompiledProtos().FindFileByName(name);
    EXPECT_NE(file, nullptr) << name;
    if (file != nullptr) Collect(*file, facts);
  }
  return facts;
}

Facts FactsOfTable() {
  std::ifstream input(WIRE_FACTS);
  EXPECT_TRUE(input.is_open());
  Facts facts;
  for (std::string line; std::getline(input, line);) {
    if (!line.starts_with('#')) facts.insert(line);
  }
  return facts;
}

std::size_t Count(const Facts& facts, std::string_view kind) {
  return std::count_if(facts.begin(), facts.end(),
                       [&](const std::string& fact) { return fact.starts_with(kind); });
}

// What `all` has and `known` lacks.
Facts Without(const Facts& all, const Facts& known) {
  Facts rest;
  std::set_difference(all.begin(), all.end(), known.begin(), known.end(),
                      std::inserter(rest, rest.end()));
  return rest;
}

TEST(WireFacts, TheProtosDeclareAllThatTheTableSays) {
  EXPECT_THAT(Without(FactsOfTable(), FactsOfProtos()), testing::IsEmpty());
}

TEST(WireFacts, TheProtosDeclareNothingElse) {
  EXPECT_THAT(Without(FactsOfProtos(), FactsOfTable()), testing::IsEmpty());
}

TEST(WireFacts, TheTableIsComplete) {
  const Facts facts = FactsOfTable();
  EXPECT_EQ(Count(facts, "message\ttfplugin6."), 143U);
  EXPECT_EQ(Count(facts, "field\ttfplugin6."), 296U);
  EXPECT_EQ(Count(facts, "enum\ttfplugin6."), 5U);
  EXPECT_EQ(Count(facts, "value\ttfplugin6."), 20U);
  EXPECT_EQ(Count(facts, "rpc\t/tfplugin6.Provider/"), 36U);
}

TEST(WireFacts, TheStandInForTimestampHasItsForm) {
  const pb::Descriptor& theirs = *pb::Timestamp::descriptor();
  const pb::Descriptor* ours = CompiledProtos().FindMessageTypeByName("tfplugin6.Timestamp");
  ASSERT_NE(ours, nullptr);
  ASSERT_EQ(ours->field_count(), theirs.field_count());
  for (int i = 0; i < theirs.field_count(); ++i) {
    EXPECT_EQ(ours->field(i)->name(), theirs.field(i)->name());
    EXPECT_EQ(ours->field(i)->number(), theirs.field(i)->number());
    EXPECT_EQ(ours->field(i)->type(), theirs.field(i)->type());
  }
}

TEST(WireFacts, EveryMessageIsGeneratedForTheLiteRuntime) {
  for (const char* name : {"proto/tfplugin6/tfplugin6.proto", "proto/tfplugin6/goplugin.proto"}) {
    const pb::FileDescriptor* file = CompiledProtos().FindFileByName(name);
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->options().optimize_for(), pb::FileOptions::LITE_RUNTIME);
  }
}

}  // namespace
