#include "provider/value/json_text.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

namespace tf {
namespace {

// A level of a type takes up to two levels of JSON, and so does a dynamic value with its type.
constexpr std::size_t kMaxJsonDepth = std::size_t{4} * kMaxDepth;

// Collects what the parser meets into lists and maps.
class Collector : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return Add(Value::Null()); }
  bool boolean(bool value) override { return Add(Value::Bool(value)); }
  bool number_integer(number_integer_t value) override { return Add(Value::Int(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    return Add(Value::Of(Number::From(value)));
  }
  // The double is a rounded copy; the text has every digit.
  bool number_float(number_float_t, const string_t& text) override {
    std::optional<Number> number = Number::ParseDecimal(text);
    return number ? Add(Value::Of(*std::move(number))) : Fail("a number is out of range");
  }
  bool string(string_t& value) override { return Add(Value::String(std::move(value))); }
  bool binary(binary_t&) override { return Fail("there is binary data in the JSON"); }

  bool start_object(std::size_t) override { return Open(); }
  bool start_array(std::size_t) override { return Open(); }
  bool key(string_t& name) override {
    open_.back().keys.push_back(std::move(name));
    return true;
  }
  bool end_object() override {
    Level level = Close();
    Value::Entries entries;
    entries.reserve(level.values.size());
    for (std::size_t i = 0; i < level.values.size(); ++i) {
      entries.emplace_back(std::move(level.keys[i]), std::move(level.values[i]));
    }
    return Add(Value::Map(std::move(entries)));
  }
  bool end_array() override { return Add(Value::List(Close().values)); }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception& error) override {
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow) return Fail("a number is out of range");
    return Fail("the JSON is not valid at byte " + std::to_string(position));
  }

  Value TakeValue() { return std::move(value_); }
  std::string TakeError() { return std::move(error_); }

 private:
  struct Level {
    std::vector<std::string> keys;  // As many as values in an object, none in an array.
    Value::Elements values;
  };

  bool Open() {
    if (open_.size() >= kMaxJsonDepth) return Fail("the JSON is nested too deeply");
    open_.emplace_back();
    return true;
  }
  Level Close() {
    Level level = std::move(open_.back());
    open_.pop_back();
    return level;
  }
  bool Add(Value value) {
    if (open_.empty()) {
      value_ = std::move(value);
    } else {
      open_.back().values.push_back(std::move(value));
    }
    return true;
  }
  bool Fail(std::string reason) {
    error_ = std::move(reason);
    return false;
  }

  std::vector<Level> open_;
  Value value_;
  std::string error_;
};

}  // namespace

tl::expected<Value, std::string> ReadJson(std::string_view json) {
  Collector collector;
  if (!nlohmann::json::sax_parse(json, &collector)) return tl::unexpected(collector.TakeError());
  return collector.TakeValue();
}

std::string QuoteJson(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace tf
