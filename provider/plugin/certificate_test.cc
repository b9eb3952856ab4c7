#include "provider/plugin/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tf::plugin {
namespace {

using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;

const absl::Time kNow = absl::FromUnixSeconds(1772442000);  // 2026-03-02T09:00:00Z

X509Ptr Parse(const std::string& pem) {
  BIO* input = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509Ptr certificate(PEM_read_bio_X509(input, nullptr, nullptr, nullptr), &X509_free);
  BIO_free(input);
  return certificate;
}

TEST(MakeCertificate, IsForLocalhostAndSignsItself) {
  const auto made = MakeCertificate(kNow);
  ASSERT_TRUE(made) << made.error();
  const X509Ptr certificate = Parse(made->certificate_pem);
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_check_host(certificate.get(), "localhost", 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT,
                            nullptr),
            1);
  EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(certificate.get())), 1);
}

TEST(MakeCertificate, BelongsToItsKeyOnP256) {
  const auto made = MakeCertificate(kNow);
  ASSERT_TRUE(made) << made.error();
  BIO* input = BIO_new_mem_buf(made->key_pem.data(), static_cast<int>(made->key_pem.size()));
  EVP_PKEY* key = PEM_read_bio_PrivateKey(input, nullptr, nullptr, nullptr);
  BIO_free(input);
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(EVP_PKEY_get_bits(key), 256);
  EXPECT_EQ(X509_check_private_key(Parse(made->certificate_pem).get(), key), 1);
  EVP_PKEY_free(key);
}

TEST(MakeCertificate, IsValidFromAnHourBeforeUntilTenYearsAfter) {
  const auto made = MakeCertificate(kNow);
  ASSERT_TRUE(made) << made.error();
  const X509Ptr certificate = Parse(made->certificate_pem);
  const auto compare = [](const ASN1_TIME* time, absl::Time with) {
    return ASN1_TIME_cmp_time_t(time, absl::ToTimeT(with));
  };
  EXPECT_EQ(compare(X509_get0_notBefore(certificate.get()), kNow - absl::Hours(1)), 0);
  EXPECT_EQ(compare(X509_get0_notAfter(certificate.get()), kNow + absl::Hours(24 * 3653)), 0);
}

TEST(MakeCertificate, GivesTheHandshakeTheSameCertificateWithoutPadding) {
  const auto made = MakeCertificate(kNow);
  ASSERT_TRUE(made) << made.error();
  std::string padded = made->handshake_form;
  EXPECT_THAT(padded, testing::Not(testing::HasSubstr("=")));
  EXPECT_THAT(padded, testing::Not(testing::HasSubstr("\n")));
  padded.append((4 - padded.size() % 4) % 4, '=');

  std::string lines;
  for (std::size_t i = 0; i < padded.size(); i += 64) lines += padded.substr(i, 64) + "\n";
  EXPECT_EQ("-----BEGIN CERTIFICATE-----\n" + lines + "-----END CERTIFICATE-----\n",
            made->certificate_pem);
}

TEST(MakeCertificate, IsDifferentEveryTime) {
  const auto one = MakeCertificate(kNow);
  const auto other = MakeCertificate(kNow);
  ASSERT_TRUE(one && other);
  EXPECT_NE(one->key_pem, other->key_pem);
  EXPECT_NE(X509_get0_serialNumber(Parse(one->certificate_pem).get()), nullptr);
}

TEST(IsCertificate, IsFalseForWhatCannotBeRead) {
  const auto made = MakeCertificate(kNow);
  ASSERT_TRUE(made) << made.error();
  EXPECT_TRUE(IsCertificate(made->certificate_pem));
  EXPECT_FALSE(IsCertificate(made->key_pem));
  EXPECT_FALSE(IsCertificate(""));
  EXPECT_FALSE(IsCertificate("garbage"));
  EXPECT_FALSE(
      IsCertificate("-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n-----END CERTIFICATE-----\n"));
}

}  // namespace
}  // namespace tf::plugin
