#include "provider/plugin/handshake.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tf::plugin {
namespace {

// No secret: it keeps people from taking the program for one to be run by hand.
// https://github.com/hashicorp/terraform/blob/main/internal/plugin6/serve.go
constexpr char kCookieName[] = "TF_PLUGIN_MAGIC_COOKIE";
constexpr std::string_view kCookie =
    "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

// The version of the line itself.
constexpr int kCoreVersion = 1;

std::string Read(const Environment& environment, const char* name) {
  const char* value = environment(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool Offers(const std::string& versions, int wanted) {
  const std::vector<std::string> offered = absl::StrSplit(versions, ',', absl::SkipEmpty());
  return offered.empty() || std::ranges::any_of(offered, [&](const std::string& text) {
           int version = 0;
           return absl::SimpleAtoi(text, &version) && version == wanted;
         });
}

}  // namespace

std::optional<Invitation> ReadInvitation(const Environment& environment) {
  if (Read(environment, kCookieName) != kCookie) return std::nullopt;
  return Invitation{
      .offers_our_version = Offers(Read(environment, "PLUGIN_PROTOCOL_VERSIONS"), kProtocolVersion),
      .client_certificate = Read(environment, "PLUGIN_CLIENT_CERT"),
      .socket_directory = Read(environment, "PLUGIN_UNIX_SOCKET_DIR"),
      .asks_about_multiplexing = !Read(environment, "PLUGIN_MULTIPLEX_GRPC").empty(),
  };
}

std::string HandshakeLine(const Invitation& invitation, const std::string& socket_path,
                          const std::string& certificate) {
  // Clients that do not ask about multiplexing would take its field for a part of the certificate.
  return absl::StrCat(kCoreVersion, "|", kProtocolVersion, "|unix|", socket_path, "|grpc|",
                      certificate, invitation.asks_about_multiplexing ? "|false\n" : "\n");
}

}  // namespace tf::plugin
