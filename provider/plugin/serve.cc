#include "provider/plugin/serve.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/log.h"
#include "provider/engine/engine.h"
#include "provider/plugin/certificate.h"
#include "provider/plugin/crash.h"
#include "provider/plugin/ending.h"
#include "provider/plugin/handshake.h"
#include "provider/plugin/log_sink.h"
#include "provider/plugin/private_socket.h"
#include "provider/plugin/server.h"
#include "provider/rpc/service.h"
#include "provider/rpc/workers.h"

namespace tf::plugin {
namespace {

// Each may wait for the network, and users raise -parallelism above its default of 10.
constexpr std::size_t kMostWorkers = 64;

// Terraform kills a process that is not gone two seconds after Shutdown. What runs then can still
// end what it began.
constexpr absl::Duration kGrace = absl::Milliseconds(800);

constexpr char kNoServer[] = "gRPC refuses to serve; TF_LOG=debug tells more";

// The provider at work, between its engine and its socket.
class Service {
 public:
  Service(const Options& options, Ending& ending)
      : engine_(options.define),
        server_(rpc::ProviderMethods(engine_), workers_, [&ending] { ending.Announce(); }) {}

  bool Start(const PrivateSocket& socket, const MutualTls* tls) {
    return server_.Start(socket.listener(), tls);
  }

  // Asks running calls to end, and waits a little for them.
  void Stop() {
    engine_.Stop();
    workers_.WaitUntilIdle(kGrace);
  }

  // Ends the server as well. Needed only where the process goes on.
  void Close() { server_.Stop(kGrace); }

 private:
  engine::Engine engine_;
  rpc::Workers workers_{kMostWorkers};
  Server server_;
};

int Fail(const About& about, std::string_view reason) {
  std::cerr << "[ERROR] " << about.program << " cannot start: " << reason << std::endl;
  return EXIT_FAILURE;
}

tl::expected<PrivateSocket, std::string> MakeSocket(const std::string& asked_for) {
  umask(077);
  std::error_code unknown;
  const std::string here = std::filesystem::current_path(unknown).string();
  auto socket = PrivateSocket::Make(SocketParents(asked_for, std::getenv("TMPDIR"), here));
  if (socket) return socket;
  return tl::unexpected(absl::StrCat("no directory for its socket: ", socket.error()));
}

// Stdout belongs to Terraform for this one line; whatever is printed later goes to the log.
bool WriteHandshake(const std::string& line) {
  const ssize_t written = write(STDOUT_FILENO, line.data(), line.size());
  dup2(STDERR_FILENO, STDOUT_FILENO);
  return written == static_cast<ssize_t>(line.size());
}

int ServeTerraform(const Options& options, const Invitation& invitation) {
  KeepMemoryPrivate();
  Ending ending = Ending::OfChild();
  InstallLog(::getenv, TypeName(options.about));
  if (!invitation.offers_our_version) {
    LOG_AT(base::LogLevel::kError, "Terraform offers no protocol version that is spoken here");
  }

  auto socket = MakeSocket(invitation.socket_directory);
  if (!socket) return Fail(options.about, socket.error());
  std::optional<MutualTls> tls;
  if (!invitation.client_certificate.empty()) {
    auto certificate = MakeCertificate(absl::Now());
    if (!certificate) return Fail(options.about, certificate.error());
    tls = MutualTls{std::move(*certificate), invitation.client_certificate};
  }
  const std::string certificate = tls ? tls->own.handshake_form : "";
  if (!WriteHandshake(HandshakeLine(invitation, socket->path(), certificate))) {
    return EXIT_FAILURE;  // Nobody is there to read it, or to be told.
  }
  // Terraform reads the line and connects meanwhile. The socket lets it wait.
  if (tls && !IsCertificate(tls->client_certificate)) {
    return Fail(options.about, "PLUGIN_CLIENT_CERT holds no certificate");
  }
  Service service(options, ending);
  if (!service.Start(*socket, tls ? &*tls : nullptr)) return Fail(options.about, kNoServer);
  // Terraform does not wait for this: its calls go to other threads.
  socket->RemoveAbandonedNeighbours();
  const Ending::Cause cause = ending.Wait();
  if (cause == Ending::Cause::kParentGone) LOG_AT(base::LogLevel::kInfo, "Terraform is gone");
  service.Stop();
  socket->Remove();
  // Terraform is waiting for the process to be gone. gRPC would first wait for the connection to
  // end.
  _exit(EXIT_SUCCESS);
}

int ServeDebugger(const Options& options) {
  Ending ending = Ending::OfDebuggedProcess();
  InstallLog(::getenv, TypeName(options.about));
  const auto socket = MakeSocket("");
  if (!socket) return Fail(options.about, socket.error());
  Service service(options, ending);
  if (!service.Start(*socket, nullptr)) return Fail(options.about, kNoServer);
  std::cout << ReattachText(options.about, socket->path(), getpid()) << std::flush;
  socket->RemoveAbandonedNeighbours();
  ending.Wait();
  service.Stop();
  service.Close();
  return EXIT_SUCCESS;
}

int ServeOrExplain(const Options& options) {
  const std::optional<Invitation> invitation = ReadInvitation(::getenv);
  if (invitation) return ServeTerraform(options, *invitation);
  std::cerr << StartedByHandText(options.about);
  return EXIT_FAILURE;
}

}  // namespace

int Serve(const Options& options, int argc, char** argv) {
  ReportCrashes();
  const About& about = options.about;
  const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const CommandLine line = ReadCommandLine(arguments);
  switch (line.wish) {
    case CommandLine::Wish::kServe:
      return ServeOrExplain(options);
    case CommandLine::Wish::kDebug:
      return ServeDebugger(options);
    case CommandLine::Wish::kVersion:
      std::cout << VersionText(about) << std::flush;
      return EXIT_SUCCESS;
    case CommandLine::Wish::kHelp:
      std::cout << HelpText(about) << std::flush;
      return EXIT_SUCCESS;
    case CommandLine::Wish::kUnclear:
      break;
  }
  std::cerr << UnknownArgumentText(about, line.unknown);
  return EXIT_FAILURE;
}

}  // namespace tf::plugin
