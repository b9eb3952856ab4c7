#include "resources/json/answer.h"

namespace json {

tl::expected<Json, std::string> ParseAnswer(std::string_view body, std::string_view content_type,
                                            Unread unread) {
  if (body.empty()) return tl::make_unexpected(std::string("the answer is empty"));
  auto parsed = ParseJson(body, unread);
  if (parsed) return *std::move(parsed);
  if (!content_type.empty() && content_type.find("json") == std::string_view::npos) {
    return tl::make_unexpected("the answer is not JSON but " + base::CleanText(content_type, 100));
  }
  const JsonError& error = parsed.error();
  return tl::make_unexpected(error.path.empty() ? "the answer " + error.why : error.Text());
}

std::string TextOr(const Json& object, std::string_view name, std::string_view otherwise) {
  const auto text = Field<std::string>(object, name);
  return base::CleanText(text ? *text : otherwise);
}

}  // namespace json
