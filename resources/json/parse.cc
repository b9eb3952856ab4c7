#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "resources/json/field.h"

namespace json {
namespace {

constexpr std::size_t kMaxDepth = 64;

// What the parts of a document take with the allocations behind them, on a 64-bit machine.
constexpr std::size_t kElement = 48;  // of a list that doubles as it grows, with what it leaves
constexpr std::size_t kMember = 96;
constexpr std::size_t kText = 48;
constexpr std::size_t kContainer = 64;

// Short texts lie within their std::string.
std::size_t MemoryOf(const std::string& text) { return text.size() > 15 ? text.size() + 24 : 0; }

// Builds the document as the parser reads it, and ends the parser as soon as it is too much. (The
// library's own parser with a callback takes quadratic time for long lists.)
class Builder final : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(Unread unread) : unread_(unread) {}

  Json& document() { return document_; }
  // Why the parser was ended; null when it ended by itself.
  std::optional<JsonError>& failure() { return failure_; }

  bool null() override { return Add(nullptr, 0); }
  bool boolean(bool value) override { return Add(value, 0); }
  bool number_integer(number_integer_t value) override { return Add(value, 0); }
  bool number_unsigned(number_unsigned_t value) override { return Add(value, 0); }
  bool number_float(number_float_t value, const string_t&) override { return Add(value, 0); }
  bool string(string_t& text) override { return Add(text, kText + MemoryOf(text)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Open(Json::object()); }
  bool start_array(std::size_t) override { return Open(Json::array()); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    if (passed_over_ > 0) return true;
    is_unread_ = std::find(unread_.begin(), unread_.end(), name) != unread_.end();
    if (is_unread_) return true;
    if (!Take(kMember + MemoryOf(name))) return false;
    const auto [member, is_new] = open_.back()->emplace(name, nullptr);
    // Of two answers to one question neither counts.
    if (!is_new) failure_ = JsonError{name, "is there twice"};
    member_ = &*member;
    return is_new;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  bool Take(std::size_t memory) {
    memory_ += memory;
    if (memory_ > kMostMemory) failure_ = JsonError{"", "is too large"};
    return memory_ <= kMostMemory;
  }

  // Where the next value goes; null when it is passed over or too much.
  Json* Place(Json&& value, std::size_t memory) {
    if (passed_over_ > 0 || std::exchange(is_unread_, false)) return nullptr;
    const bool in_list = !open_.empty() && open_.back()->is_array();
    if (!Take(memory + (in_list ? kElement : 0))) return nullptr;
    if (in_list) {
      open_.back()->push_back(std::move(value));
      return &open_.back()->back();
    }
    Json& place = open_.empty() ? document_ : *member_;
    place = std::move(value);
    return &place;
  }

  bool Add(Json value, std::size_t memory) {
    Place(std::move(value), memory);
    return !failure_;
  }

  bool Open(Json container) {
    if (open_.size() + passed_over_ == kMaxDepth) failure_ = JsonError{"", "is nested too deeply"};
    if (failure_) return false;
    Json* const place = Place(std::move(container), kContainer);
    if (failure_) return false;
    if (place == nullptr) {
      ++passed_over_;
    } else {
      open_.push_back(place);
    }
    return true;
  }

  bool Close() {
    if (passed_over_ > 0) {
      --passed_over_;
    } else {
      open_.pop_back();
    }
    return true;
  }

  const Unread unread_;
  Json document_;
  std::vector<Json*> open_;
  Json* member_ = nullptr;
  // Whether the next value is that of a member nobody reads; and how deep in one the parser is.
  bool is_unread_ = false;
  std::size_t passed_over_ = 0;
  std::size_t memory_ = 0;
  std::optional<JsonError> failure_;
};

}  // namespace

Read<Json> ParseJson(std::string_view text, Unread unread) {
  Builder builder(unread);
  if (Json::sax_parse(text, &builder)) return std::move(builder.document());
  if (builder.failure()) return tl::make_unexpected(*std::move(builder.failure()));
  return tl::make_unexpected(JsonError{"", "is not valid JSON"});
}

}  // namespace json
