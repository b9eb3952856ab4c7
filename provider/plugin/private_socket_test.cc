#include "provider/plugin/private_socket.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
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
    std::ofstream(path) << "stands for the socket";
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
