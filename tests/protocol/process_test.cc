// A provider program as a child of Terraform: how it is reached, whom it lets in, and how it ends.
#include <signal.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "proto/tfplugin6/goplugin.pb.h"
#include "proto/tfplugin6/tfplugin6.pb.h"
#include "tests/protocol/provider_process.h"

namespace protocol_test {
namespace {

namespace fs = std::filesystem;
namespace pb = tfplugin6;
using std::chrono::steady_clock;
using testing::StartsWith;
using testing_support::Finished;
using testing_support::Subprocess;

constexpr char kShutdown[] = "/plugin.GRPCController/Shutdown";
constexpr char kValidate[] = "/tfplugin6.Provider/ValidateResourceConfig";
constexpr char kSchema[] = "/tfplugin6.Provider/GetProviderSchema";

bool Answers(const std::shared_ptr<grpc::Channel>& channel) {
  return CallBytes(channel, kSchema, "").status.ok();
}

std::string Contents(const fs::path& file) {
  std::ifstream input(file);
  return {std::istreambuf_iterator<char>(input), {}};
}

// A directory for one test.
class Scratch {
 public:
  explicit Scratch(const std::string& name) : path_(fs::path(testing::TempDir()) / name) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Scratch() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

TEST(Handshake, NamesProtocolSocketAndCertificate) {
  ProviderProcess provider(TOY_PROVIDER);
  EXPECT_THAT(provider.handshake(),
              testing::MatchesRegex("1\\|6\\|unix\\|/.+\\|grpc\\|[A-Za-z0-9+/]+"));
  EXPECT_TRUE(Answers(provider.Connect()));
}

TEST(Handshake, LeavesTheSocketToTheUserAlone) {
  const ProviderProcess provider(TOY_PROVIDER);
  struct stat socket {};
  struct stat directory {};
  ASSERT_EQ(stat(provider.socket().c_str(), &socket), 0);
  ASSERT_EQ(stat(fs::path(provider.socket()).parent_path().c_str(), &directory), 0);
  EXPECT_EQ(socket.st_mode & 077, 0U);
  EXPECT_EQ(directory.st_mode & 07777, 0700U);
}

TEST(Handshake, WithoutCertificateServesInTheClear) {
  ProviderProcess provider(TOY_PROVIDER, {.tls = false});
  EXPECT_THAT(provider.handshake(), testing::EndsWith("|grpc|"));
  EXPECT_TRUE(Answers(provider.Connect()));
}

TEST(Handshake, DeclinesMultiplexingWhenAskedAboutIt) {
  const ProviderProcess provider(TOY_PROVIDER, {.environment = {{"PLUGIN_MULTIPLEX_GRPC", "1"}}});
  EXPECT_THAT(provider.handshake(), testing::EndsWith("|false"));
}

TEST(Handshake, FallsBackWhenTheTemporaryDirectoryIsTooLong) {
  const Scratch scratch("plugin_" + std::string(100, 'x'));
  ProviderProcess provider(TOY_PROVIDER, {.environment = {{"TMPDIR", scratch.path()}}});
  EXPECT_THAT(provider.socket(), StartsWith("/tmp/plugin-"));
  EXPECT_TRUE(Answers(provider.Connect()));
}

TEST(Handshake, TakesADirectoryWithUnusualCharacters) {
  const Scratch scratch("a b%41%");
  ProviderProcess provider(TOY_PROVIDER, {.environment = {{"TMPDIR", scratch.path()}}});
  EXPECT_THAT(provider.socket(), StartsWith(scratch.path().string()));
  EXPECT_TRUE(fs::exists(provider.socket()));
  EXPECT_TRUE(Answers(provider.Connect()));
}

TEST(Handshake, TakesTheDirectoryThatTerraformAsksFor) {
  const Scratch scratch("asked");
  const ProviderProcess provider(TOY_PROVIDER,
                                 {.environment = {{"PLUGIN_UNIX_SOCKET_DIR", scratch.path()}}});
  EXPECT_THAT(provider.socket(), StartsWith(scratch.path().string()));
}

TEST(MutualTls, RefusesAClientWithoutACertificate) {
  const ProviderProcess provider(TOY_PROVIDER);
  EXPECT_FALSE(Answers(provider.ConnectWith(nullptr)));
  EXPECT_TRUE(Answers(provider.Connect()));
}

TEST(MutualTls, RefusesAClientWithAnotherCertificate) {
  const ProviderProcess provider(TOY_PROVIDER);
  const HostCertificate other = MakeHostCertificate();
  EXPECT_FALSE(Answers(provider.ConnectWith(&other)));
}

TEST(MutualTls, RefusesAClientInTheClear) {
  const ProviderProcess provider(TOY_PROVIDER);
  EXPECT_FALSE(Answers(ConnectInTheClear(provider.socket())));
}

TEST(MutualTls, IsRefusedWhenTheClientsCertificateCannotBeRead) {
  const Scratch scratch("no_certificate");
  const fs::path errors = scratch.path() / "errors.txt";
  ProviderProcess provider(TOY_PROVIDER, {.tls = false,
                                          .environment = {{"PLUGIN_CLIENT_CERT", "garbage"}},
                                          .redirection = "2>'" + errors.string() + "'"});
  EXPECT_NE(provider.process().Wait(), 0);
  EXPECT_THAT(Contents(errors), testing::HasSubstr("PLUGIN_CLIENT_CERT holds no certificate"));
  EXPECT_FALSE(fs::exists(fs::path(provider.socket()).parent_path()));
}

TEST(Services, SayThatThePluginIsHealthy) {
  const ProviderProcess provider(TOY_PROVIDER);
  // HealthCheckRequest{service: "plugin"} and HealthCheckResponse{status: SERVING}.
  const Outcome outcome =
      CallBytes(provider.Connect(), "/grpc.health.v1.Health/Check", "\x0a\x06plugin");
  ASSERT_TRUE(outcome.status.ok()) << outcome.status.error_message();
  grpc::Slice slice;
  ASSERT_TRUE(outcome.answer.TrySingleSlice(&slice).ok());
  EXPECT_EQ(std::string(slice.begin(), slice.end()), "\x08\x01");
}

TEST(Services, TakeARequestOfManyMegabytes) {
  const ProviderProcess provider(TOY_PROVIDER);
  pb::ValidateProviderConfig::Request request;
  request.mutable_config()->set_json("{\"keeper\":\"" + std::string(16 << 20, 'x') + "\"}");
  const auto response = Call<pb::ValidateProviderConfig::Response>(
      provider.Connect(), "/tfplugin6.Provider/ValidateProviderConfig", request);
  EXPECT_EQ(response.diagnostics_size(), 0);
}

TEST(Ending, ComesWithinASecondOfShutdown) {
  ProviderProcess provider(TOY_PROVIDER);
  const auto channel = provider.Connect();
  ASSERT_TRUE(Answers(channel));
  const auto begin = steady_clock::now();
  EXPECT_TRUE(CallBytes(channel, kShutdown, "").status.ok());
  EXPECT_EQ(provider.process().Wait(), 0);
  EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(1));
  EXPECT_FALSE(fs::exists(fs::path(provider.socket()).parent_path()));
}

// A killed process cannot remove its socket, so a later one does.
TEST(Ending, ByAKillLeavesASocketOnlyUntilTheNextStart) {
  const Scratch scratch("killed");
  const ProviderProcess::Options options{.environment = {{"TMPDIR", scratch.path()}}};
  ProviderProcess killed(TOY_PROVIDER, options);
  killed.process().Signal(SIGKILL);
  killed.process().Wait();
  ASSERT_TRUE(fs::exists(killed.socket()));

  ProviderProcess running(TOY_PROVIDER, options);
  ProviderProcess next(TOY_PROVIDER, options);
  CallBytes(next.Connect(), kShutdown, "");
  next.process().Wait();
  EXPECT_FALSE(fs::exists(fs::path(killed.socket()).parent_path()));
  EXPECT_TRUE(Answers(running.Connect()));
}

TEST(Ending, DoesNotWaitForOpenStreams) {
  ProviderProcess provider(TOY_PROVIDER);
  const auto channel = provider.Connect();
  std::jthread stdio([&] { CallBytes(channel, "/plugin.GRPCStdio/StreamStdio", ""); });
  ASSERT_TRUE(Answers(channel));
  EXPECT_TRUE(CallBytes(channel, kShutdown, "").status.ok());
  EXPECT_EQ(provider.process().Wait(), 0);
}

// Ctrl-C goes to the whole process group, and a service that is stopped gets SIGTERM as a whole.
TEST(Ending, IsNotBroughtByTheSignalsOfTheProcessGroup) {
  ProviderProcess provider(TOY_PROVIDER);
  const auto channel = provider.Connect();
  for (const int number : {SIGINT, SIGTERM, SIGPIPE}) provider.process().Signal(number);
  EXPECT_TRUE(Answers(channel));
}

TEST(Ending, ComesWithinTwoSecondsOfTheParentsDeath) {
  // The program's stderr is the pipe that is read here, so it ends with the program.
  ProviderProcess provider(TOY_PROVIDER, {.redirection = "2>&1", .under_another_parent = true});
  ASSERT_TRUE(Answers(provider.Connect()));
  const auto begin = steady_clock::now();
  provider.process().Signal(SIGKILL);
  EXPECT_EQ(provider.process().ReadLine(), "");
  EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(2));
  EXPECT_FALSE(fs::exists(fs::path(provider.socket()).parent_path()));
}

// ---- What other processes can see

TEST(Memory, IsWrittenToNoCoreFile) {
  ProviderProcess provider(INCIDENT_PROVIDER);
  const std::string process = "/proc/" + std::to_string(provider.process().pid());
  EXPECT_THAT(Contents(process + "/limits"), testing::ContainsRegex("Max core file size +0 +0 "));
  // A process that cannot be dumped belongs to root, so that nobody else reads its memory.
  struct stat owner {};
  ASSERT_EQ(stat((process + "/environ").c_str(), &owner), 0);
  EXPECT_EQ(owner.st_uid, 0U);
}

TEST(CommandLine, HoldsNoSecret) {
  ProviderProcess provider(INCIDENT_PROVIDER,
                           {.environment = {{"INCIDENT_API_KEY", "inc_s3cret-of-jeanne"},
                                            {"PAGERDUTY_TOKEN", "pd_s3cret-of-jose"}}});
  const std::string line =
      Contents("/proc/" + std::to_string(provider.process().pid()) + "/cmdline");
  EXPECT_THAT(line, testing::HasSubstr("terraform-provider-incident"));
  EXPECT_THAT(line, testing::Not(testing::HasSubstr("s3cret")));
}

TEST(Logs, AreEmptyUnlessAskedFor) {
  const Scratch scratch("silent");
  const fs::path errors = scratch.path() / "errors";
  ProviderProcess provider(TOY_PROVIDER, {.redirection = "2>'" + errors.string() + "'"});
  ASSERT_FALSE(Answers(provider.ConnectWith(nullptr)));          // gRPC complains of that
  CallBytes(provider.Connect(), kValidate, "\x0a\x02\xff\xff");  // and protobuf of that
  CallBytes(provider.Connect(), kShutdown, "");
  provider.process().Wait();
  EXPECT_EQ(Contents(errors), "");
}

TEST(Logs, AreLinesOfJsonWhenAskedFor) {
  const Scratch scratch("logging");
  const fs::path errors = scratch.path() / "errors";
  ProviderProcess provider(TOY_PROVIDER, {.environment = {{"TF_LOG_PROVIDER", "TRACE"}},
                                          .redirection = "2>'" + errors.string() + "'"});
  ASSERT_FALSE(Answers(provider.ConnectWith(nullptr)));
  ASSERT_TRUE(Answers(provider.Connect()));
  CallBytes(provider.Connect(), kShutdown, "");
  provider.process().Wait();
  std::istringstream lines(Contents(errors));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    ASSERT_TRUE(json.is_object()) << line;
    for (const char* key : {"@level", "@message", "@module", "@timestamp"}) {
      EXPECT_TRUE(json.contains(key) && json[key].is_string()) << line;
    }
  }
  EXPECT_GE(count, 2);
}

TEST(StartedByHand, ExplainsItselfAndFails) {
  const Finished finished = testing_support::Run(
      {.arguments = {TOY_PROVIDER}, .without_variables = {"TF_PLUGIN_MAGIC_COOKIE"}});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(finished.out, "");
  EXPECT_THAT(finished.err, StartsWith("terraform-provider-zoo 1.0.0 is a provider: Terraform and "
                                       "OpenTofu start it themselves.\n"));
}

TEST(StartedByHand, PrintsItsVersion) {
  const Finished finished = testing_support::Run({.arguments = {TOY_PROVIDER, "--version"}});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.out, "terraform-provider-zoo 1.0.0\n");
  EXPECT_EQ(finished.err, "");
}

TEST(StartedByHand, NamesAnUnknownArgument) {
  const Finished finished = testing_support::Run({.arguments = {TOY_PROVIDER, "--verbose"}});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(finished.out, "");
  EXPECT_THAT(finished.err, StartsWith("terraform-provider-zoo: unknown argument '--verbose'\n"));
}

TEST(DebugMode, ServesInTheClearUntilCtrlC) {
  Subprocess process({.arguments = {TOY_PROVIDER, "-debug"}});
  std::string line;
  while (!line.starts_with("  export ")) {
    line = process.ReadLine();
    ASSERT_TRUE(kill(process.pid(), 0) == 0);
  }
  const auto begin = line.find('{');
  const auto reattach =
      nlohmann::json::parse(line.substr(begin, line.rfind('}') + 1 - begin), nullptr, false);
  const auto& provider = reattach["registry.terraform.io/acme/zoo"];
  EXPECT_EQ(provider["Pid"], process.pid());
  EXPECT_EQ(provider["Test"], true);
  const std::string socket = provider["Addr"]["String"].get<std::string>();
  const auto channel = ConnectInTheClear(socket);
  EXPECT_TRUE(Answers(channel));
  EXPECT_TRUE(Answers(ConnectInTheClear(socket)));

  process.Signal(SIGINT);
  EXPECT_EQ(process.Wait(), 0);
  EXPECT_FALSE(fs::exists(fs::path(socket).parent_path()));
}

}  // namespace
}  // namespace protocol_test
