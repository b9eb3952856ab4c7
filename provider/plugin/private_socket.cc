#include "provider/plugin/private_socket.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace tf::plugin {
namespace {

constexpr char kDirectory[] = "/plugin-XXXXXX";
constexpr char kSocket[] = "/socket";
constexpr std::size_t kLongestPath = sizeof(sockaddr_un::sun_path) - 1;

// A temporary directory with more entries than this is not worth the time of a start.
constexpr int kMostLookedAt = 4096;

// "plugin-" and what mkdtemp makes of the six X.
bool IsOurName(std::string_view name) {
  constexpr std::string_view kPrefix = "plugin-";
  if (!name.starts_with(kPrefix) || name.size() != std::strlen(kDirectory) - 1) return false;
  name.remove_prefix(kPrefix.size());
  return std::ranges::all_of(
      name, [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); });
}

// A private directory of this user with a socket in it. Everything goes through its descriptor, so
// that it cannot be exchanged for another one in between.
bool HasOurSocket(int directory) {
  struct stat own {};
  struct stat socket {};
  return fstat(directory, &own) == 0 && own.st_uid == geteuid() && (own.st_mode & 077) == 0 &&
         fstatat(directory, kSocket + 1, &socket, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISSOCK(socket.st_mode) && socket.st_uid == geteuid();
}

// Calls bind or connect with the address of a path that is short enough.
int WithAddress(int (*call)(int, const sockaddr*, socklen_t), int socket, std::string_view path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::ranges::copy(path, address.sun_path);
  return call(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
}

bool NobodyListens(int directory) {
  const FileDescriptor client(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const std::string path = absl::StrCat("/proc/self/fd/", directory, kSocket);
  return WithAddress(connect, client.number(), path) != 0 && errno == ECONNREFUSED;
}

void RemoveIfAbandoned(int parent, const char* name) {
  const FileDescriptor directory(
      openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!directory.valid() || !HasOurSocket(directory.number())) return;
  if (flock(directory.number(), LOCK_EX | LOCK_NB) != 0) return;
  if (!NobodyListens(directory.number())) return;
  unlinkat(directory.number(), kSocket + 1, 0);
  unlinkat(parent, name, AT_REMOVEDIR);
}

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
      PrivateSocket made(std::move(directory));
      if (made.Listen()) return made;
      failures.push_back(absl::StrCat(parent, ": ", std::strerror(errno)));
    }
  }
  return tl::unexpected(absl::StrJoin(failures, "; "));
}

PrivateSocket::PrivateSocket(std::string directory)
    : directory_(std::move(directory)),
      path_(absl::StrCat(directory_, kSocket)),
      held_(open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  flock(held_.number(), LOCK_EX);
}

PrivateSocket::PrivateSocket(PrivateSocket&& other) noexcept
    : directory_(std::exchange(other.directory_, {})),
      path_(std::move(other.path_)),
      held_(std::move(other.held_)),
      listener_(std::move(other.listener_)) {}

bool PrivateSocket::Listen() {
  listener_ = FileDescriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return listener_.valid() && WithAddress(bind, listener_.number(), path_) == 0 &&
         listen(listener_.number(), SOMAXCONN) == 0;
}

void PrivateSocket::Remove() {
  if (directory_.empty()) return;
  unlink(path_.c_str());
  rmdir(directory_.c_str());
  directory_.clear();
}

void PrivateSocket::RemoveAbandonedNeighbours() const {
  const std::string parent = directory_.substr(0, directory_.rfind('/'));
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(parent.c_str()), closedir);
  if (entries == nullptr) return;
  for (int looked_at = 0; looked_at < kMostLookedAt; ++looked_at) {
    const dirent* const entry = readdir(entries.get());
    if (entry == nullptr) return;
    if (IsOurName(entry->d_name)) RemoveIfAbandoned(dirfd(entries.get()), entry->d_name);
  }
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
