// incident-sandbox: stand-ins for incident.io, PagerDuty, Opsgenie and Jira Service Management over
// one world.
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "sandbox/control/sandbox.h"
#include "sandbox/control/seed.h"
#include "sandbox/services/server.h"

namespace {

struct Options {
  sandbox::ServerOptions server{8080, "", ""};
  std::string seed_file;
  std::string now;
  bool exit_with_parent = false;
};

int Fail(const std::string& sentence) {
  std::cerr << "incident-sandbox: " << sentence << "\n";
  return 1;
}

tl::expected<nlohmann::json, std::string> ReadSeed(const Options& options) {
  nlohmann::json seed = nlohmann::json::object();
  if (!options.seed_file.empty()) {
    std::ifstream file(options.seed_file);
    if (!file) return tl::unexpected("cannot read " + options.seed_file);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    auto parsed = sandbox::ParseJson(text);
    if (!parsed || !parsed->is_object()) {
      return tl::unexpected(options.seed_file + " is not a JSON object");
    }
    seed = std::move(*parsed);
  }
  if (!options.now.empty()) seed["now"] = options.now;
  return seed;
}

// Blocks the signals that end the program in every thread, for WaitForEnd to take.
sigset_t BlockEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int Serve(const Options& options, std::unique_ptr<sandbox::Stage> stage) {
  absl::Notification ending;
  sandbox::Sandbox sandbox(std::move(stage), [&ending](absl::Duration delay) {
    ending.WaitForNotificationWithTimeout(delay);
  });
  const sigset_t signals = BlockEndSignals();
  auto server = sandbox::Server::Bind(options.server, [&sandbox](const sandbox::Request& request) {
    return sandbox.Respond(request);
  });
  if (!server) return Fail(server.error());

  std::cout << "incident-sandbox listening on " << (*server)->url() << std::endl;
  std::thread serving([&server] { (*server)->Run(); });
  int signal = 0;
  sigwait(&signals, &signal);
  ending.Notify();
  (*server)->Stop();
  serving.join();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::vector<std::string> tls;
  bool live = false;
  CLI::App app{"Imitates incident.io, PagerDuty, Opsgenie and Jira Service Management."};
  app.add_option("--port", options.server.port, "Port on loopback; 0 picks a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  app.add_option("--seed", options.seed_file, "World to start with, a JSON file");
  app.add_option("--tls", tls, "Certificate and key, PEM files: serve HTTPS")->expected(2);
  auto* now = app.add_option("--now", options.now, "Time at which the clock stands still");
  app.add_flag("--live", live, "The clock follows the wall clock even if the seed has a time")
      ->excludes(now);
  app.add_flag("--exit-with-parent", options.exit_with_parent,
               "End when the program that started this one ends");
  CLI11_PARSE(app, argc, argv);

  if (options.exit_with_parent) {
    const pid_t parent = getppid();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (parent == 1) return Fail("the parent is gone already");
  }
  if (tls.size() == 2) {
    options.server.certificate_file = tls[0];
    options.server.key_file = tls[1];
  }
  const auto seed = ReadSeed(options);
  if (!seed) return Fail(seed.error());
  auto stage = sandbox::LoadStage(*seed, absl::Now());
  if (!stage) return Fail(stage.error());
  if (live) (*stage)->live = true;
  return Serve(options, std::move(*stage));
}
