// From the body of an API's answer to what was asked for in it. Nothing is made up: an answer about
// something else is an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "base/text.h"
#include "resources/json/field.h"

namespace json {

// Takes a body apart; the error says what it is instead, as "the answer is not JSON but text/html".
// `content_type` is the header of that name, empty when the answer has none.
tl::expected<Json, std::string> ParseAnswer(std::string_view body, std::string_view content_type,
                                            Unread unread = {});

// The member of the answer that holds what was asked for.
template <typename Decoder>
auto Member(const Json& answer, std::string_view name, Decoder decode) -> decltype(decode(answer)) {
  typename decltype(decode(answer))::value_type value;
  FieldReader read(answer);
  read.Required(name, value, decode);
  return read.Finish(std::move(value));
}

// An error when `answered`, the member of that name, is not what was asked for.
template <typename Id>
std::optional<JsonError> Unlike(std::string_view member, const Id& answered, const Id& asked) {
  if (answered == asked) return std::nullopt;
  return JsonError{std::string(member), "is \"" + base::CleanText(answered.value(), 100) +
                                            "\", not \"" + base::CleanText(asked.value(), 100) +
                                            "\" as asked for"};
}

// A decoder that refuses another object than that of the id, which must outlive it.
template <typename Decoder, typename Id>
auto WithId(Decoder decode, const Id& id) {
  return [decode, &id](const Json& value) -> decltype(decode(value)) {
    auto decoded = decode(value);
    if (!decoded) return decoded;
    if (auto error = Unlike("id", decoded->id, id)) return tl::make_unexpected(*std::move(error));
    return decoded;
  };
}

// The text of an optional member of an error's body, clean; half of it is better than none.
std::string TextOr(const Json& object, std::string_view name, std::string_view otherwise = "");

}  // namespace json
