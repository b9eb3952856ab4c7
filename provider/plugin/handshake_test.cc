#include "provider/plugin/handshake.h"

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tf::plugin {
namespace {

constexpr char kCookie[] = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

std::optional<Invitation> Read(const std::map<std::string, std::string>& variables) {
  return ReadInvitation([&](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

TEST(ReadInvitation, IsAbsentWithoutTheCookie) {
  EXPECT_FALSE(Read({}));
  EXPECT_FALSE(Read({{"TF_PLUGIN_MAGIC_COOKIE", ""}}));
  EXPECT_FALSE(Read({{"TF_PLUGIN_MAGIC_COOKIE", "another"}, {"PLUGIN_PROTOCOL_VERSIONS", "6"}}));
}

TEST(ReadInvitation, ReadsWhatTerraformSets) {
  const auto invitation = Read({{"TF_PLUGIN_MAGIC_COOKIE", kCookie},
                                {"PLUGIN_PROTOCOL_VERSIONS", "5,6"},
                                {"PLUGIN_CLIENT_CERT", "-----BEGIN CERTIFICATE-----\n"},
                                {"PLUGIN_UNIX_SOCKET_DIR", "/run/plugins"},
                                {"PLUGIN_MULTIPLEX_GRPC", "true"}});
  ASSERT_TRUE(invitation);
  EXPECT_TRUE(invitation->offers_our_version);
  EXPECT_EQ(invitation->client_certificate, "-----BEGIN CERTIFICATE-----\n");
  EXPECT_EQ(invitation->socket_directory, "/run/plugins");
  EXPECT_TRUE(invitation->asks_about_multiplexing);
}

TEST(ReadInvitation, HasNeitherCertificateNorDirectoryByDefault) {
  const auto invitation = Read({{"TF_PLUGIN_MAGIC_COOKIE", kCookie}});
  ASSERT_TRUE(invitation);
  EXPECT_TRUE(invitation->offers_our_version);
  EXPECT_EQ(invitation->client_certificate, "");
  EXPECT_EQ(invitation->socket_directory, "");
  EXPECT_FALSE(invitation->asks_about_multiplexing);
}

TEST(ReadInvitation, FindsOurVersionInAnyOrderAndAmongGarbage) {
  const auto offers = [](const char* versions) {
    return Read({{"TF_PLUGIN_MAGIC_COOKIE", kCookie}, {"PLUGIN_PROTOCOL_VERSIONS", versions}})
        ->offers_our_version;
  };
  EXPECT_TRUE(offers("6"));
  EXPECT_TRUE(offers("6,5"));
  EXPECT_TRUE(offers("x,,6"));
  EXPECT_FALSE(offers("5"));
  EXPECT_FALSE(offers("16,66"));
  EXPECT_FALSE(offers("99999999999999999999"));
}

TEST(HandshakeLine, NamesSocketAndCertificate) {
  EXPECT_EQ(HandshakeLine({}, "/tmp/plugin-x/socket", "MIIB"),
            "1|6|unix|/tmp/plugin-x/socket|grpc|MIIB\n");
}

TEST(HandshakeLine, KeepsTheEmptyFieldWithoutCertificate) {
  EXPECT_EQ(HandshakeLine({}, "/tmp/s", ""), "1|6|unix|/tmp/s|grpc|\n");
}

TEST(HandshakeLine, DeclinesMultiplexingWhenAsked) {
  EXPECT_EQ(HandshakeLine({.asks_about_multiplexing = true}, "/tmp/s", "MIIB"),
            "1|6|unix|/tmp/s|grpc|MIIB|false\n");
}

}  // namespace
}  // namespace tf::plugin
