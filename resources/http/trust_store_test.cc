#include "resources/http/trust_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace http {
namespace {

class FindTrustStoreTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove_all(root_); }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void Touch(const std::string& path) const {
    const std::filesystem::path file = root_ + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << "x";
  }
  TrustStore Find(const std::map<std::string, std::string>& environment = {}) const {
    return FindTrustStore(
        [&](const char* name) {
          const auto found = environment.find(name);
          return found == environment.end() ? nullptr : found->second.c_str();
        },
        root_);
  }

  const std::string root_ = ::testing::TempDir() + "trust_store_test_" +
                            ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(FindTrustStoreTest, PrefersTheHashedDirectory) {
  Touch("/etc/ssl/certs/4f316efb.0");
  Touch("/etc/ssl/certs/ca-certificates.crt");
  EXPECT_EQ(Find(), (TrustStore{"", root_ + "/etc/ssl/certs"}));
}

TEST_F(FindTrustStoreTest, TakesTheBundleWhenTheDirectoryIsNotHashed) {
  Touch("/etc/ssl/certs/ca-certificates.crt");
  EXPECT_EQ(Find(), (TrustStore{root_ + "/etc/ssl/certs/ca-certificates.crt", ""}));
}

TEST_F(FindTrustStoreTest, FindsTheBundleOfOtherSystems) {
  Touch("/etc/pki/tls/certs/ca-bundle.crt");
  EXPECT_EQ(Find(), (TrustStore{root_ + "/etc/pki/tls/certs/ca-bundle.crt", ""}));
}

TEST_F(FindTrustStoreTest, FollowsTheEnvironmentFirst) {
  Touch("/etc/ssl/certs/4f316efb.0");
  EXPECT_EQ(Find({{"SSL_CERT_FILE", "/my.pem"}}), (TrustStore{"/my.pem", ""}));
  EXPECT_EQ(Find({{"SSL_CERT_DIR", "/my"}, {"SSL_CERT_FILE", ""}}), (TrustStore{"", "/my"}));
}

TEST_F(FindTrustStoreTest, IsEmptyWhereNothingIs) { EXPECT_EQ(Find(), TrustStore{}); }

}  // namespace
}  // namespace http
