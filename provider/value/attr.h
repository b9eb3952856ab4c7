// What the author of a resource sees of an attribute: null, unknown, or a T; and a set, which is a
// vector without order. Plain data, as safe to share between threads as T is.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace tf {

namespace internal {

// Whether a U means the T that it converts to. A pointer is no bool, a fraction no whole number,
// and nullptr no text: null is Null().
template <class U, class T>
concept Means =
    std::convertible_to<U, T> && !std::same_as<std::remove_cvref_t<U>, std::nullptr_t> &&
    !(std::same_as<T, bool> && !std::same_as<std::remove_cvref_t<U>, bool>)&&!(
        std::integral<T> && std::floating_point<std::remove_cvref_t<U>>);

}  // namespace internal

template <class T>
class Attr {
 public:
  using value_type = T;

  // Null.
  Attr() = default;

  // Known. Implicit, from all that means a T, because a known value is the ordinary case:
  // `Attr<std::string> name = "x"`. The constraint leaves copying and moving alone.
  template <class U = T>
    requires(internal::Means<U, T> && !std::same_as<std::remove_cvref_t<U>, Attr>)
  // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
  Attr(U&& value) : state_(std::in_place_index<2>, std::forward<U>(value)) {}

  static Attr Null() { return Attr(); }
  static Attr Unknown() {
    Attr attr;
    attr.state_.template emplace<1>();
    return attr;
  }

  bool is_null() const { return state_.index() == 0; }
  bool is_unknown() const { return state_.index() == 1; }
  bool is_known() const { return state_.index() == 2; }

  // Only when known. Otherwise they throw, which ends the one call with an error: a state is edited
  // by hand at times, and a null in it must not end the process.
  const T& operator*() const { return Known(*this); }
  T& operator*() { return Known(*this); }
  const T* operator->() const { return &Known(*this); }
  T* operator->() { return &Known(*this); }

  // The value, or `fallback` when null or unknown.
  T value_or(T fallback) const { return is_known() ? **this : std::move(fallback); }

  // Null equals null and unknown equals unknown.
  friend bool operator==(const Attr& a, const Attr& b) { return a.state_ == b.state_; }

 private:
  template <class Self>
  static auto& Known(Self& self) {
    if (auto* value = std::get_if<2>(&self.state_)) return *value;
    throw std::logic_error(self.is_null() ? "an attribute was read that is null"
                                          : "an attribute was read that is unknown");
  }

  struct NullState {
    bool operator==(const NullState&) const = default;
  };
  struct UnknownState {
    bool operator==(const UnknownState&) const = default;
  };

  std::variant<NullState, UnknownState, T> state_;
};

// The order is kept, because something has to be shown first, but means nothing.
template <class T>
class Set {
 public:
  using value_type = T;
  using const_iterator = typename std::vector<T>::const_iterator;

  Set() = default;
  Set(std::vector<T> elements)  // NOLINT(google-explicit-constructor): the same thing, less said.
      : elements_(std::move(elements)) {}
  Set(std::initializer_list<T> elements) : elements_(elements) {}

  const_iterator begin() const { return elements_.begin(); }
  const_iterator end() const { return elements_.end(); }
  std::size_t size() const { return elements_.size(); }
  bool empty() const { return elements_.empty(); }
  bool Contains(const T& element) const { return std::ranges::find(elements_, element) != end(); }
  const std::vector<T>& elements() const { return elements_; }

  // Neither order nor repetition counts.
  friend bool operator==(const Set& a, const Set& b) { return a.Holds(b) && b.Holds(a); }

 private:
  bool Holds(const Set& other) const {
    return std::ranges::all_of(other, [this](const T& element) { return Contains(element); });
  }

  std::vector<T> elements_;
};

}  // namespace tf
