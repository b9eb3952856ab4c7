#include "resources/http/authorities.h"

#include <gtest/gtest.h>
#include <openssl/x509_vfy.h>

#include "resources/http/testing/tls_server.h"

namespace http {
namespace {

TEST(Authorities, AreReadOnce) {
  const TlsServer server;
  Authorities authorities({server.TrustFile(), ""});
  X509_STORE* const store = authorities.store();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(authorities.store(), store);
}

TEST(Authorities, AreNoneInAFileWithoutThemOrThatIsNotThere) {
  EXPECT_EQ(Authorities({"/dev/null", ""}).store(), nullptr);
  EXPECT_EQ(Authorities({"/nowhere/bundle.pem", ""}).store(), nullptr);
}

TEST(Authorities, OfADirectoryAreLookedForWhenAServerShowsItsCertificate) {
  EXPECT_NE(Authorities({"", "/nowhere"}).store(), nullptr);
}

}  // namespace
}  // namespace http
