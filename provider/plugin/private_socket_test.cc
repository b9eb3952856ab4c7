#include "provider/plugin/private_socket.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tf::plugin {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

TEST(PrivateSocket, LiesInADirectoryForTheOwnerAlone) {
  const auto socket = PrivateSocket::Make({testing::TempDir()});
  ASSERT_TRUE(socket) << socket.error();
  struct stat directory {};
  ASSERT_EQ(stat(fs::path(socket->path()).parent_path().c_str(), &directory), 0);
  EXPECT_EQ(directory.st_mode & 07777, 0700U);
}

TEST(PrivateSocket, TakesAParentThatEndsInASlash) {
  ASSERT_THAT(testing::TempDir(), testing::EndsWith("/"));
  const auto socket = PrivateSocket::Make({testing::TempDir()});
  ASSERT_TRUE(socket) << socket.error();
  EXPECT_THAT(socket->path(), testing::StartsWith(testing::TempDir() + "plugin-"));
}

TEST(PrivateSocket, RemovesSocketAndDirectoryAtTheEnd) {
  std::string path;
  {
    const auto socket = PrivateSocket::Make({testing::TempDir()});
    ASSERT_TRUE(socket) << socket.error();
    path = socket->path();
    EXPECT_TRUE(fs::is_socket(path));
  }
  EXPECT_FALSE(fs::exists(path));
  EXPECT_FALSE(fs::exists(fs::path(path).parent_path()));
}

TEST(PrivateSocket, IsRemovedOnceAfterAMove) {
  auto socket = PrivateSocket::Make({testing::TempDir()});
  ASSERT_TRUE(socket) << socket.error();
  PrivateSocket moved = std::move(*socket);
  const fs::path directory = fs::path(moved.path()).parent_path();
  EXPECT_TRUE(fs::exists(directory));
  moved.Remove();
  moved.Remove();
  EXPECT_FALSE(fs::exists(directory));
}

TEST(PrivateSocket, LetsThoseWaitWhoConnectBeforeTheyAreAccepted) {
  const auto made = PrivateSocket::Make({testing::TempDir()});
  ASSERT_TRUE(made) << made.error();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::ranges::copy(made->path(), address.sun_path);
  const FileDescriptor client(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(connect(client.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
            0);
  const FileDescriptor accepted(accept(made->listener(), nullptr, nullptr));
  EXPECT_TRUE(accepted.valid());
}

TEST(PrivateSocket, FallsBackWhenAParentIsTooLongOrMissing) {
  const std::string too_long = testing::TempDir() + std::string(90, 'x');
  const auto socket = PrivateSocket::Make({too_long, "/does/not/exist", testing::TempDir()});
  ASSERT_TRUE(socket) << socket.error();
  EXPECT_THAT(socket->path(), testing::StartsWith(testing::TempDir()));
  EXPECT_THAT(socket->path(), testing::Not(testing::HasSubstr("xxxx")));
}

TEST(PrivateSocket, SaysWhyWhenNoParentWillDo) {
  const std::string too_long = "/" + std::string(90, 'x');
  const auto socket = PrivateSocket::Make({too_long, "/does/not/exist"});
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error(), too_long +
                                ": too long for the path of a socket; "
                                "/does/not/exist: No such file or directory");
}

TEST(PrivateSocket, SaysWhyThereIsNoSocketAndLeavesNoDirectory) {
  const fs::path parent = fs::path(testing::TempDir()) / "no_descriptors";
  fs::remove_all(parent);
  fs::create_directories(parent);
  rlimit usual{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &usual), 0);
  const rlimit none{0, usual.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto socket = PrivateSocket::Make({parent});
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &usual), 0);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error(), parent.string() + ": Too many open files");
  EXPECT_TRUE(fs::is_empty(parent));
  fs::remove_all(parent);
}

// ---- What killed processes have left

class AbandonedSocket : public testing::Test {
 protected:
  AbandonedSocket() {
    fs::remove_all(parent_);
    fs::create_directories(parent_);
    own_.emplace(*PrivateSocket::Make({parent_}));
  }
  ~AbandonedSocket() override { fs::remove_all(parent_); }

  // A directory with a socket on which somebody listens as long as the answer is open.
  FileDescriptor Listening(const std::string& name, mode_t mode = 0700) const {
    const fs::path directory = parent_ / name;
    fs::create_directory(directory);
    chmod(directory.c_str(), mode);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = directory / "socket";
    std::ranges::copy(path, address.sun_path);
    FileDescriptor server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(bind(server.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
              0);
    EXPECT_EQ(listen(server.number(), 1), 0);
    return server;
  }
  void Abandon(const std::string& name, mode_t mode = 0700) const { (void)Listening(name, mode); }
  bool Stays(const std::string& name) const {
    own_->RemoveAbandonedNeighbours();
    return fs::exists(parent_ / name / "socket");
  }

  const fs::path parent_ = fs::path(testing::TempDir()) / "abandoned";
  std::optional<PrivateSocket> own_;
};

TEST_F(AbandonedSocket, GoesWithItsDirectory) {
  Abandon("plugin-aB3xY9");
  EXPECT_FALSE(Stays("plugin-aB3xY9"));
  EXPECT_FALSE(fs::exists(parent_ / "plugin-aB3xY9"));
  EXPECT_TRUE(fs::exists(fs::path(own_->path()).parent_path()));
}

TEST_F(AbandonedSocket, IsNoneWhileSomebodyListens) {
  const FileDescriptor server = Listening("plugin-aB3xY9");
  EXPECT_TRUE(Stays("plugin-aB3xY9"));
}

// A process that starts at the same time has a socket already, but does not listen yet.
TEST_F(AbandonedSocket, IsNoneWhileSomebodyHoldsTheDirectory) {
  Abandon("plugin-aB3xY9");
  const FileDescriptor held(open((parent_ / "plugin-aB3xY9").c_str(), O_DIRECTORY | O_CLOEXEC));
  ASSERT_EQ(flock(held.number(), LOCK_EX), 0);
  EXPECT_TRUE(Stays("plugin-aB3xY9"));
}

TEST_F(AbandonedSocket, IsNoneUnderAnotherName) {
  for (const char* name :
       {"plugin", "plugin-", "plugin-1234567", "plugin-12345", "plugin-abc.ef", "plugins-abcdef"}) {
    Abandon(name);
    EXPECT_TRUE(Stays(name)) << name;
  }
}

TEST_F(AbandonedSocket, IsNoneInADirectoryThatOthersMayEnter) {
  Abandon("plugin-aB3xY9", 0755);
  EXPECT_TRUE(Stays("plugin-aB3xY9"));
}

TEST_F(AbandonedSocket, IsNoneBehindALink) {
  Abandon("elsewhere");
  fs::create_directory_symlink(parent_ / "elsewhere", parent_ / "plugin-aB3xY9");
  EXPECT_TRUE(Stays("plugin-aB3xY9"));
}

TEST_F(AbandonedSocket, IsNoneWhenItIsNoSocket) {
  fs::create_directory(parent_ / "plugin-aB3xY9");
  fs::permissions(parent_ / "plugin-aB3xY9", fs::perms::owner_all);
  std::ofstream(parent_ / "plugin-aB3xY9" / "socket") << "somebody's file";
  EXPECT_TRUE(Stays("plugin-aB3xY9"));
}

TEST_F(AbandonedSocket, TakesNothingElseAlong) {
  Abandon("plugin-aB3xY9");
  std::ofstream(parent_ / "plugin-aB3xY9" / "notes") << "somebody's file";
  own_->RemoveAbandonedNeighbours();
  EXPECT_TRUE(fs::exists(parent_ / "plugin-aB3xY9" / "notes"));
}

TEST(SocketParents, PutsTheMoreSpecificFirst) {
  EXPECT_THAT(SocketParents("/asked", "/mine", "/work"),
              ElementsAre("/asked", "/mine", "/tmp", "/work"));
  EXPECT_THAT(SocketParents("", nullptr, ""), ElementsAre("/tmp"));
  EXPECT_THAT(SocketParents("", "", ""), ElementsAre("/tmp"));
}

TEST(SocketParents, SkipsARelativeDirectory) {
  EXPECT_THAT(SocketParents("", "tmp", ""), ElementsAre("/tmp"));
}

}  // namespace
}  // namespace tf::plugin
