#include "resources/json/field.h"

#include <limits>
#include <utility>
#include <vector>

#include "base/time.h"

namespace json {
namespace {

constexpr std::size_t kMaxDepth = 64;

// Builds the document from what the parser meets. The library's own parser would follow any depth
// and keep the last of two members with one name; told to call back, it takes twice as long.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return Add(nullptr); }
  bool boolean(bool value) override { return Add(value); }
  bool number_integer(number_integer_t value) override { return Add(value); }
  bool number_unsigned(number_unsigned_t value) override { return Add(value); }
  bool number_float(number_float_t value, const string_t&) override { return Add(value); }
  // Copies, here and of names: the parser goes on with the same buffer, which has room by now.
  bool string(string_t& value) override { return Add(value); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return Open(Json::object()); }
  bool start_array(std::size_t) override { return Open(Json::array()); }
  bool key(string_t& name) override {
    auto& members = open_.back()->get_ref<Json::object_t&>();
    const auto [member, is_new] = members.try_emplace(name);
    if (!is_new && !duplicate_) duplicate_ = member->first;
    member_ = &member->second;
    return true;
  }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    return false;
  }

  Json TakeDocument() { return std::move(document_); }
  bool is_too_deep() const { return is_too_deep_; }
  // A member that an object has twice; of two answers to one question neither counts.
  const std::optional<std::string>& duplicate() const { return duplicate_; }

 private:
  // Where the next value belongs; filled with it, so that nothing is copied.
  Json& Place(Json value) {
    Json* place = &document_;
    if (!open_.empty() && open_.back()->is_array()) {
      place = &open_.back()->get_ref<Json::array_t&>().emplace_back();
    } else if (!open_.empty()) {
      place = member_;
    }
    *place = std::move(value);
    return *place;
  }
  bool Add(Json value) {
    Place(std::move(value));
    return true;
  }
  bool Open(Json container) {
    is_too_deep_ = open_.size() == kMaxDepth;
    if (is_too_deep_) return false;
    open_.push_back(&Place(std::move(container)));
    return true;
  }
  bool Close() {
    open_.pop_back();
    return true;
  }

  Json document_;
  std::vector<Json*> open_;  // The containers around the next value, none of which moves meanwhile.
  Json* member_ = nullptr;   // Of the object that is open: the member whose value comes next.
  bool is_too_deep_ = false;
  std::optional<std::string> duplicate_;
};

tl::unexpected<JsonError> Wrong(std::string why) {
  return tl::make_unexpected(JsonError{"", std::move(why)});
}

}  // namespace

JsonError JsonError::Within(std::string_view member) const {
  const bool joined = path.empty() || path.front() == '[';
  return {std::string(member) + (joined ? "" : ".") + path, why};
}

Read<Json> ParseJson(std::string_view text) {
  Builder builder;
  if (!Json::sax_parse(text, &builder)) {
    return Wrong(builder.is_too_deep() ? "is nested too deeply" : "is not valid JSON");
  }
  if (builder.duplicate()) {
    return tl::make_unexpected(JsonError{*builder.duplicate(), "is there twice"});
  }
  return builder.TakeDocument();
}

std::string WriteJson(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json* Find(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto member = object.find(name);
  return member == object.end() || member->is_null() ? nullptr : &*member;
}

Read<std::string> DecodeString(const Json& value) {
  if (!value.is_string()) return Wrong("is not a string");
  return value.get_ref<const std::string&>();
}

Read<bool> DecodeBool(const Json& value) {
  if (!value.is_boolean()) return Wrong("is not true or false");
  return value.get<bool>();
}

Read<std::int64_t> DecodeInteger(const Json& value) {
  // The parser keeps what fits as an integer, above zero as an unsigned one, and everything else as
  // floating point.
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!value.is_number_integer() ||
      (value.is_number_unsigned() && value.get<std::uint64_t>() > kMax)) {
    return Wrong("is not a whole number");
  }
  return value.get<std::int64_t>();
}

Read<absl::Time> DecodeInstant(const Json& value) {
  if (!value.is_string()) return Wrong("is not a time");
  const auto instant = base::ParseInstant(value.get_ref<const std::string&>());
  if (!instant) return Wrong("is not a time");
  return *instant;
}

FieldReader::FieldReader(const Json& object) : object_(object) {
  if (!object.is_object()) failure_ = JsonError{"", "is not an object"};
}

void FieldReader::Fail(std::string_view name, const JsonError& error) {
  if (!failure_) failure_ = error.Within(name);
}

}  // namespace json
