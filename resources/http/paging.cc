#include "resources/http/paging.h"

namespace http {
namespace {

constexpr int kMostAnswers = 1000;
constexpr std::size_t kMostBytes = std::size_t{24} << 20;
constexpr std::size_t kMostElements = 30'000;

}  // namespace

bool ListBudget::TakeAnswer(const Response& answer) {
  bytes_ += answer.body.size();
  return ++answers_ <= kMostAnswers && bytes_ <= kMostBytes;
}

bool ListBudget::Keep(std::size_t elements) {
  elements_ += elements;
  return elements_ <= kMostElements;
}

}  // namespace http
