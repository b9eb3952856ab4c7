#include "tests/acceptance/killing.h"

#include <signal.h>

#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "tests/acceptance/processes.h"

namespace acceptance {

using testing_support::Subprocess;

std::string NameOf(Victim victim) {
  if (victim == Victim::kBoth) return "both";
  return victim == Victim::kProvider ? "the provider" : "Terraform";
}

void Killing::PlanAndRemember(std::vector<std::string> options) {
  PlanOk(std::move(options));
  planned_world_ = sandbox().Get("/world");
  // There is no state before the first apply.
  std::filesystem::remove(terraform.folder() + "/planned.tfstate");
  Copy("terraform.tfstate", "planned.tfstate");
  Copy("saved.plan", "planned.plan");
  sandbox().ForgetRequests();
}

void Killing::BackToThePlan() {
  sandbox().Put("/world", planned_world_);
  std::filesystem::remove(terraform.folder() + "/terraform.tfstate");
  Copy("planned.tfstate", "terraform.tfstate");
  Copy("planned.plan", "saved.plan");
}

void Killing::Copy(const char* from, const char* to) const {
  const std::filesystem::path folder = terraform.folder();
  if (!std::filesystem::exists(folder / from)) return;
  std::filesystem::copy_file(folder / from, folder / to,
                             std::filesystem::copy_options::overwrite_existing);
}

void Killing::ApplyUntilKilledAt(std::size_t request, bool effect, Victim victim) {
  sandbox().Post("/faults", {{"skip", request}, {"delay_ms", 60'000}, {"effect", effect}});
  Subprocess apply(terraform.CommandFor({"apply", "-auto-approve", "saved.plan"}));
  ASSERT_TRUE(
      Within(std::chrono::seconds(60), [&] { return sandbox().Requests().size() > request; }));
  const pid_t provider = ProviderOf(apply.pid());
  ASSERT_NE(provider, 0);
  const bool terraform_dies = victim != Victim::kProvider;
  if (terraform_dies) apply.Signal(SIGKILL);
  if (victim != Victim::kTerraform) kill(provider, SIGKILL);
  EXPECT_EQ(apply.Wait(), terraform_dies ? 128 + SIGKILL : 1);
  EXPECT_TRUE(Within(std::chrono::seconds(10), [&] { return !IsAlive(provider); }));
  sandbox().Delete("/faults");
}

}  // namespace acceptance
