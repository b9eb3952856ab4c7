#include "provider/plugin/private_socket.h"

#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace tf::plugin {
namespace {

constexpr char kDirectory[] = "/plugin-XXXXXX";
constexpr char kSocket[] = "/socket";
constexpr std::size_t kLongestPath = sizeof(sockaddr_un::sun_path) - 1;

}  // namespace

tl::expected<PrivateSocket, std::string> PrivateSocket::Make(
    const std::vector<std::string>& parents) {
  std::vector<std::string> failures;
  for (const std::string& parent : parents) {
    std::string directory = absl::StrCat(absl::StripSuffix(parent, "/"), kDirectory);
    if (directory.size() + std::strlen(kSocket) > kLongestPath) {
      failures.push_back(absl::StrCat(parent, ": too long for the path of a socket"));
    } else if (parent.find_first_of("|\r\n") != std::string::npos) {
      failures.push_back(absl::StrCat(parent, ": cannot stand in the handshake line"));
    } else if (mkdtemp(directory.data()) == nullptr) {  // made with mode 0700
      failures.push_back(absl::StrCat(parent, ": ", std::strerror(errno)));
    } else {
      return PrivateSocket(std::move(directory));
    }
  }
  return tl::unexpected(absl::StrJoin(failures, "; "));
}

PrivateSocket::PrivateSocket(std::string directory)
    : directory_(std::move(directory)), path_(absl::StrCat(directory_, kSocket)) {}

PrivateSocket::PrivateSocket(PrivateSocket&& other) noexcept
    : directory_(std::exchange(other.directory_, {})), path_(std::move(other.path_)) {}

void PrivateSocket::Remove() {
  if (directory_.empty()) return;
  unlink(path_.c_str());
  rmdir(directory_.c_str());
  directory_.clear();
}

std::vector<std::string> SocketParents(const std::string& asked_for, const char* tmpdir,
                                       const std::string& working_directory) {
  std::vector<std::string> parents;
  if (!asked_for.empty()) parents.push_back(asked_for);
  // A relative path would be taken relative to another directory by the other side.
  if (tmpdir != nullptr && tmpdir[0] == '/') parents.emplace_back(tmpdir);
  parents.emplace_back("/tmp");
  if (!working_directory.empty()) parents.push_back(working_directory);
  return parents;
}

}  // namespace tf::plugin
