// The provider as Terraform starts it, but for one thing: its time of day stands still at
// ACCEPTANCE_NOW, so that a world of any date is checked on that date. Waiting takes its time.
#include <cstdlib>
#include <iostream>
#include <memory>

#include "base/time.h"
#include "provider/plugin/serve.h"
#include "resources/http/clock.h"
#include "resources/incident_provider.h"

namespace {

class StandingClock final : public http::Clock {
 public:
  explicit StandingClock(absl::Time now) : now_(now) {}

  absl::Time Now() override { return now_; }
  absl::Time Steady() override { return real_->Steady(); }
  bool SleepUntil(absl::Time until, const std::stop_token& stop) override {
    return real_->SleepUntil(until, stop);
  }

 private:
  const absl::Time now_;
  const std::shared_ptr<http::Clock> real_ = http::SystemClock();
};

}  // namespace

int main(int argc, char** argv) {
  const char* text = std::getenv("ACCEPTANCE_NOW");
  const auto now = base::ParseInstant(text == nullptr ? "" : text);
  if (!now) {
    std::cerr << "ACCEPTANCE_NOW must be a moment such as 2026-03-02T09:00:00Z.\n";
    return 2;
  }
  return tf::plugin::Serve({.about = {"terraform-provider-incident", "0.0.0-acceptance",
                                      "registry.terraform.io/oncall-mirror/incident"},
                            .define =
                                [now] {
                                  incident_provider::Outside outside{.version = "0.0.0-acceptance"};
                                  outside.platform.clock = std::make_shared<StandingClock>(*now);
                                  return incident_provider::DefineProvider(std::move(outside));
                                }},
                           argc, argv);
}
