// A listening Unix socket that nobody but the user can reach: it lies in a new directory of its
// own, readable by the owner alone. Both are removed with the object, and what a killed process
// could not remove is removed by a later one. Not safe to share between threads.
#pragma once

#include <string>
#include <vector>

#include "provider/plugin/file_descriptor.h"
#include "tl/expected.hpp"

namespace tf::plugin {

class PrivateSocket {
 public:
  // Tries the parent directories in order, and takes the first in which a directory and a socket
  // can be made and whose path is short enough for one (107 bytes on Linux) and harmless in the
  // handshake line. The error names every one that failed, and why.
  static tl::expected<PrivateSocket, std::string> Make(const std::vector<std::string>& parents);

  PrivateSocket(PrivateSocket&& other) noexcept;
  PrivateSocket& operator=(PrivateSocket&&) = delete;
  PrivateSocket(const PrivateSocket&) = delete;
  PrivateSocket& operator=(const PrivateSocket&) = delete;
  ~PrivateSocket() { Remove(); }

  const std::string& path() const { return path_; }
  // The listening socket. Who connects before its connections are accepted waits.
  int listener() const { return listener_.number(); }

  // Removes socket and directory now. Doing it twice is harmless.
  void Remove();

  // Removes what killed processes of this user have left beside it: directories of our naming that
  // nobody holds and that have a socket on which nobody listens. A directory is looked through
  // once, and not to its end when it has very many entries.
  void RemoveAbandonedNeighbours() const;

 private:
  explicit PrivateSocket(std::string directory);
  bool Listen();

  std::string directory_;  // empty: nothing left to remove
  std::string path_;
  // The directory, locked as long as the process lives, so that nobody takes it for abandoned
  // before it listens.
  FileDescriptor held_;
  FileDescriptor listener_;
};

// Where sockets go: what Terraform asked for, if anything, then the user's choice, then what every
// system has, then where Terraform works: a container may hold nothing else that can be written.
std::vector<std::string> SocketParents(const std::string& asked_for, const char* tmpdir,
                                       const std::string& working_directory);

}  // namespace tf::plugin
