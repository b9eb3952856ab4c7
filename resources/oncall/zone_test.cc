#include "resources/oncall/zone.h"

#include <gtest/gtest.h>

namespace oncall {
namespace {

TEST(LoadZone, FindsWhatTheSystemKnows) {
  for (const char* name : {"UTC", "Europe/London", "America/New_York", "Etc/GMT+3"}) {
    const Zone zone = LoadZone(name);
    EXPECT_TRUE(zone.known) << name;
    EXPECT_EQ(zone.zone.name(), name);
  }
}

TEST(LoadZone, TakesUtcForWhatIsNoZone) {
  for (const char* name : {"", "Mars/Olympus", "localtime", "/etc/localtime", "../../etc/passwd",
                           "Europe/../UTC", "libc:localtime", "Europe/London\n", "Ü"}) {
    const Zone zone = LoadZone(name);
    EXPECT_FALSE(zone.known) << name;
    EXPECT_EQ(zone.zone, absl::UTCTimeZone()) << name;
  }
}

}  // namespace
}  // namespace oncall
