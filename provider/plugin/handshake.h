// What Terraform and a provider it starts tell each other before the first call: the environment on
// one side, one line on stdout on the other. Pure functions, safe to call from any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace tf::plugin {

// The major version of the plugin protocol that is spoken here.
inline constexpr int kProtocolVersion = 6;

// Looks an environment variable up; null when it is not set. `::getenv` has this form.
using Environment = std::function<const char*(const char* name)>;

// What Terraform says to a process that it starts.
struct Invitation {
  bool offers_our_version = true;  // Terraform itself reports the mismatch, from the line's version
  std::string client_certificate;  // PEM; empty: the connection is not encrypted
  std::string socket_directory;    // empty: the system's directory for temporary files
  bool asks_about_multiplexing = false;
};

// Nothing when the process was not started by Terraform, but by hand.
std::optional<Invitation> ReadInvitation(const Environment& environment);

// The line that tells where to connect, with its line end. `certificate` is the server's own in DER
// and base64 without padding; empty when the connection is not encrypted.
std::string HandshakeLine(const Invitation& invitation, const std::string& socket_path,
                          const std::string& certificate);

}  // namespace tf::plugin
