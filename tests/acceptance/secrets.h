// Whether a secret shows in a text that people or log collectors get to see.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace acceptance {

// The forms of `secret` that `text` holds: as it is, URL-escaped, inside JSON, or in base64, on its
// own or inside a longer text such as "user:secret". Empty when it holds none.
std::vector<std::string> FormsIn(std::string_view text, const std::string& secret);

}  // namespace acceptance
