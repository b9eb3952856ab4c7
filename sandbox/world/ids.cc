#include "sandbox/world/ids.h"

#include <cstddef>
#include <utility>

namespace sandbox::world {
namespace {

// `number` in the first `base` signs of an alphabet without look-alikes, padded to `width`.
std::string Digits(std::uint64_t number, std::size_t base, std::size_t width) {
  static constexpr std::string_view kSigns = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string text(width, '0');
  for (std::size_t place = width; place > 0 && number > 0; --place, number /= base) {
    text[place - 1] = kSigns[number % base];
  }
  return text;
}

std::string Make(IdLook look, std::uint64_t number) {
  switch (look) {
    case IdLook::kUlid:
      return "01K5SANDB0" + Digits(number, 32, 16);
    case IdLook::kReplicaUlid:
      return "01K5REPRCA" + Digits(number, 32, 16);
    case IdLook::kPagerDuty:
      return "P" + Digits(number, 32, 6);
    case IdLook::kPagerDutyOverride:
      return "Q" + Digits(number, 32, 13);
    case IdLook::kUuid:
      return "5a4d0000-0000-4000-8000-" + Digits(number, 10, 12);
  }
  return "";
}

}  // namespace

std::string Ids::Claim(std::string wanted) {
  if (wanted.empty()) {
    do wanted = Make(look_, ++last_);
    while (claimed_.contains(wanted));
  }
  claimed_.insert(wanted);
  return wanted;
}

std::string UlidFor(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  return Make(IdLook::kUlid, hash);
}

}  // namespace sandbox::world
