// Reads JSON without exceptions. What is missing or of the wrong type is an error that names the
// member by its path, as "schedule.config.rotations[2].id is missing". Codecs read JSON through
// this and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "resources/ids/ids.h"

namespace json {

using Json = nlohmann::json;

// Why a JSON is not what was asked for.
struct JsonError {
  std::string path;  // "rotations[2].id"; empty for the value itself
  std::string why;   // "is missing"

  std::string Text() const { return path.empty() ? "it " + why : path + " " + why; }
  // The same error, seen from the object that holds the value as `member` ("rotations" or "[2]").
  JsonError Within(std::string_view member) const;
};

template <typename T>
using Read = tl::expected<T, JsonError>;

// The names of members that nobody reads; what they hold is passed over and takes no memory.
using Unread = std::span<const std::string_view>;

// Reads a whole document: strict UTF-8, at most 64 levels and kMostMemory, nothing behind it, no
// member twice in one object. Takes time in proportion to the text.
Read<Json> ParseJson(std::string_view text, Unread unread = {});

// What a document may take in memory once it is taken apart, by estimate and from above; hostile
// text takes up to thirty times its own size, an API's answers about six times. The largest answer
// that makes sense has 90 days of handovers every hour in ten layers: 21 600 shifts, which take
// 26 MiB of Opsgenie's form and less of PagerDuty's; incident.io cuts such windows into pages.
inline constexpr std::size_t kMostMemory = std::size_t{28} << 20;

// As text; bytes that are not UTF-8 become U+FFFD.
std::string WriteJson(const Json& json);

// The member; null when it is absent or JSON null, or when `object` is no object.
const Json* Find(const Json& object, std::string_view name);

// Decoders of one value. All decoders have this form: Read<T>(const Json&).
Read<std::string> DecodeString(const Json& value);
Read<bool> DecodeBool(const Json& value);
Read<std::int64_t> DecodeInteger(const Json& value);
Read<absl::Time> DecodeInstant(const Json& value);

// An id is never empty.
template <typename Id>
Read<Id> DecodeId(const Json& value) {
  auto text = DecodeString(value);
  if (!text) return tl::make_unexpected(std::move(text).error());
  if (text->empty()) return tl::make_unexpected(JsonError{"", "is empty"});
  return Id(*std::move(text));
}

// A decoder of lists from a decoder of their elements; the first bad element fails the list.
template <typename Decoder>
auto ListOf(Decoder decode) {
  using Element = typename decltype(decode(std::declval<const Json&>()))::value_type;
  return [decode](const Json& list) -> Read<std::vector<Element>> {
    if (!list.is_array()) return tl::make_unexpected(JsonError{"", "is not a list"});
    std::vector<Element> elements;
    elements.reserve(list.size());
    for (const Json& item : list) {
      auto element = decode(item);
      if (!element) {
        const std::string index = "[" + std::to_string(elements.size()) + "]";
        return tl::make_unexpected(element.error().Within(index));
      }
      elements.push_back(*std::move(element));
    }
    return elements;
  };
}

namespace internal {
inline auto DecoderOf(const std::string&) { return DecodeString; }
inline auto DecoderOf(const bool&) { return DecodeBool; }
inline auto DecoderOf(const std::int64_t&) { return DecodeInteger; }
inline auto DecoderOf(const absl::Time&) { return DecodeInstant; }
template <typename Tag>
auto DecoderOf(const ids::Id<Tag>&) {
  return DecodeId<ids::Id<Tag>>;
}
}  // namespace internal

// Reads the members of one object into a struct. The first failure is kept, and what follows it
// does nothing:
//
//   FieldReader read(json);
//   Layer layer;
//   read.Required("id", layer.id);
//   read.Optional("name", layer.name);
//   return read.Finish(std::move(layer));
class FieldReader {
 public:
  // `object` must outlive the reader. A value that is no object is a failure.
  explicit FieldReader(const Json& object);

  // Fails when the member is absent or null.
  template <typename T, typename Decoder>
  void Required(std::string_view name, T& into, Decoder decode) {
    if (Find(object_, name) == nullptr) Fail(name, {"", "is missing"});
    Optional(name, into, decode);
  }
  template <typename T>
  void Required(std::string_view name, T& into) {
    Required(name, into, internal::DecoderOf(into));
  }

  // Leaves `into` as it is when the member is absent or null; fails when it is there but not
  // readable.
  template <typename T, typename Decoder>
  void Optional(std::string_view name, T& into, Decoder decode) {
    const Json* value = failure_ ? nullptr : Find(object_, name);
    if (value == nullptr) return;
    if (auto decoded = decode(*value)) {
      into = *std::move(decoded);
    } else {
      Fail(name, decoded.error());
    }
  }
  template <typename T>
  void Optional(std::string_view name, T& into) {
    Optional(name, into, internal::DecoderOf(into));
  }
  // An empty text counts as absent here, as the APIs of servers written in Go mean it.
  template <typename T>
  void Optional(std::string_view name, std::optional<T>& into) {
    const Json* value = Find(object_, name);
    const auto* text = value == nullptr ? nullptr : value->get_ptr<const std::string*>();
    if (text != nullptr && text->empty()) return;
    Optional(name, into, internal::DecoderOf(T{}));
  }

  template <typename T>
  Read<T> Finish(T value) const {
    if (failure_) return tl::make_unexpected(*failure_);
    return value;
  }

 private:
  // Keeps the first failure.
  void Fail(std::string_view name, const JsonError& error);

  const Json& object_;
  std::optional<JsonError> failure_;
};

// One member alone; an error when it is absent, null or of another type.
template <typename T>
Read<T> Field(const Json& object, std::string_view name) {
  FieldReader read(object);
  T value{};
  read.Required(name, value);
  return read.Finish(std::move(value));
}

}  // namespace json
