// How an operation of the sandbox's world says no. The services turn a Refusal into their vendor's
// status and body.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace sandbox::world {

struct Refusal {
  enum class Kind {
    kNotFound,  // the thing named by the path, or one that must exist first, does not exist
    kInvalid,   // the request cannot be carried out as it is; `field` names the culprit where there
                // is one
    kConflict,  // it clashes with what exists
  };
  Kind kind = Kind::kInvalid;
  std::string
      field;  // in the spelling of the API, such as "sources"; empty when no field is to blame
  std::string message;  // a sentence for the API's error body
};

template <typename T>
using Result = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> NotFound(std::string message) {
  return tl::unexpected(Refusal{Refusal::Kind::kNotFound, "", std::move(message)});
}
inline tl::unexpected<Refusal> Invalid(std::string field, std::string message) {
  return tl::unexpected(Refusal{Refusal::Kind::kInvalid, std::move(field), std::move(message)});
}
inline tl::unexpected<Refusal> Conflict(std::string message) {
  return tl::unexpected(Refusal{Refusal::Kind::kConflict, "", std::move(message)});
}

}  // namespace sandbox::world
