// The linker puts the shortcuts in the place of OpenSSL's functions here as in the release: what
// this file calls by OpenSSL's names are the shortcuts.
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/decoder.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "provider/plugin/certificate.h"
#include "provider/plugin/free_with.h"

namespace tf::plugin {
namespace {

using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Bytes = std::vector<unsigned char>;

Bytes PublicKeyOf(EVP_PKEY* key) {
  Bytes der(static_cast<std::size_t>(i2d_PUBKEY(key, nullptr)));
  unsigned char* at = der.data();
  i2d_PUBKEY(key, &at);
  return der;
}

struct Decoded {
  Key key;
  std::size_t left = 0;
};

// As OpenSSL reads the key of a certificate.
Decoded Decode(const Bytes& der, const char* algorithm) {
  EVP_PKEY* key = nullptr;
  const std::unique_ptr<OSSL_DECODER_CTX, FreeWith<OSSL_DECODER_CTX_free>> context(
      OSSL_DECODER_CTX_new_for_pkey(&key, "DER", "SubjectPublicKeyInfo", algorithm,
                                    EVP_PKEY_PUBLIC_KEY, nullptr, nullptr));
  const unsigned char* at = der.data();
  std::size_t left = der.size();
  const bool decoded = OSSL_DECODER_from_data(context.get(), &at, &left) == 1;
  EXPECT_EQ(decoded, key != nullptr);
  return {Key(key), left};
}

struct Case {
  const char* algorithm;
  Key key;
};

std::vector<Case> Keys() {
  std::vector<Case> keys;
  keys.push_back({"id-ecPublicKey", Key(EVP_EC_gen("P-256"))});
  keys.push_back({"id-ecPublicKey", Key(EVP_EC_gen("P-521"))});
  keys.push_back({"rsaEncryption", Key(EVP_RSA_gen(2048))});
  keys.push_back({"ED25519", Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"))});
  return keys;
}

TEST(OpenSslShortcuts, ReadPublicKeysAsOpenSslDoes) {
  for (const Case& one : Keys()) {
    SCOPED_TRACE(one.algorithm);
    const Decoded decoded = Decode(PublicKeyOf(one.key.get()), one.algorithm);
    ASSERT_NE(decoded.key, nullptr);
    EXPECT_EQ(EVP_PKEY_eq(decoded.key.get(), one.key.get()), 1);
    EXPECT_EQ(decoded.left, 0u);
  }
}

TEST(OpenSslShortcuts, LeaveWhatFollowsAKey) {
  for (const Case& one : Keys()) {
    SCOPED_TRACE(one.algorithm);
    Bytes der = PublicKeyOf(one.key.get());
    der.insert(der.end(), {0x05, 0x00});
    const Decoded decoded = Decode(der, one.algorithm);
    ASSERT_NE(decoded.key, nullptr);
    EXPECT_EQ(decoded.left, 2u);
  }
}

TEST(OpenSslShortcuts, RefuseAKeyThatIsBrokenOrOfAnotherAlgorithm) {
  for (const Case& one : Keys()) {
    SCOPED_TRACE(one.algorithm);
    const Bytes der = PublicKeyOf(one.key.get());
    EXPECT_EQ(Decode(Bytes(der.begin(), der.end() - 1), one.algorithm).key, nullptr);
    EXPECT_EQ(Decode({0x30, 0x03, 0x01, 0x01, 0xff}, one.algorithm).key, nullptr);
    const std::string other =
        one.algorithm == std::string("rsaEncryption") ? "id-ecPublicKey" : "rsaEncryption";
    EXPECT_EQ(Decode(der, other.c_str()).key, nullptr);
  }
}

Key ReadPrivateKey(const std::string& pem) {
  const std::unique_ptr<BIO, FreeWith<BIO_free>> text(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Key(PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr));
}

TEST(OpenSslShortcuts, ReadThePrivateKeyOfOurOwnCertificateAlone) {
  const auto own = MakeCertificate(absl::Now());
  ASSERT_TRUE(own);
  const Key key = ReadPrivateKey(own->key_pem);
  ASSERT_NE(key, nullptr);
  const std::unique_ptr<BIO, FreeWith<BIO_free>> text(
      BIO_new_mem_buf(own->certificate_pem.data(), -1));
  const std::unique_ptr<X509, FreeWith<X509_free>> certificate(
      PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_check_private_key(certificate.get(), key.get()), 1);

  EXPECT_EQ(ReadPrivateKey(own->certificate_pem), nullptr);
  EXPECT_EQ(ReadPrivateKey("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"),
            nullptr);
}

TEST(OpenSslShortcuts, IssueNoSessionTickets) {
  const std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>> context(SSL_CTX_new(TLS_server_method()));
  ASSERT_NE(context, nullptr);
  EXPECT_EQ(SSL_CTX_get_num_tickets(context.get()), 0u);
}

}  // namespace
}  // namespace tf::plugin
