#include "resources/oncall/zone.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"

namespace oncall {
namespace {

bool CanBeAZone(std::string_view name) {
  constexpr std::string_view kMarks = "_+-/";
  // "localtime" would be this machine's zone, and "libc:" names are refused by their colon.
  return !name.empty() && name.front() != '/' && name != "localtime" &&
         std::ranges::all_of(name, [&](unsigned char c) {
           return absl::ascii_isalnum(c) || kMarks.find(static_cast<char>(c)) != kMarks.npos;
         });
}

}  // namespace

Zone LoadZone(const std::string& name) {
  Zone zone;
  zone.known = CanBeAZone(name) && absl::LoadTimeZone(name, &zone.zone);
  if (!zone.known) zone.zone = absl::UTCTimeZone();
  return zone;
}

}  // namespace oncall
