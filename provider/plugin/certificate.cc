#include "provider/plugin/certificate.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <optional>

#include "provider/plugin/free_with.h"

namespace tf::plugin {
namespace {

using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, FreeWith<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free>>;

// The certificate's fields count from zero: 2 means version 3, the one with extensions.
constexpr long kVersion3 = 2;

bool SetSerial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) return false;
  bytes[0] &= 0x7f;  // a serial number is positive
  const std::unique_ptr<BIGNUM, FreeWith<BN_free>> number(
      BN_bin2bn(bytes.data(), bytes.size(), nullptr));
  return number != nullptr &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool SetName(X509* certificate) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* host = reinterpret_cast<const unsigned char*>("localhost");
  return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1;
}

// Go looks at the alternative names alone.
bool AddAlternativeName(X509* certificate) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension name(
      X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, "DNS:localhost"));
  return name != nullptr && X509_add_ext(certificate, name.get(), -1) == 1;
}

// As X509_set_pubkey does, which encodes the key and decodes it again to find its kind: a fifth of
// what the process does to start.
bool SetPublicKey(X509* certificate, EVP_PKEY* key) {
  unsigned char* point = nullptr;
  const std::size_t size = EVP_PKEY_get1_encoded_public_key(key, &point);
  if (size == 0) return false;
  const bool taken =
      X509_PUBKEY_set0_param(X509_get_X509_PUBKEY(certificate),
                             OBJ_nid2obj(NID_X9_62_id_ecPublicKey), V_ASN1_OBJECT,
                             OBJ_nid2obj(NID_X9_62_prime256v1), point, static_cast<int>(size)) == 1;
  if (!taken) OPENSSL_free(point);
  return taken;
}

X509Ptr SelfSigned(EVP_PKEY* key, absl::Time now) {
  X509Ptr certificate(X509_new());
  X509* const made = certificate.get();
  const auto from = absl::ToTimeT(now - absl::Hours(1));
  const auto until = absl::ToTimeT(now + absl::Hours(24 * 3653));
  const bool complete =
      made != nullptr && X509_set_version(made, kVersion3) == 1 && SetSerial(made) &&
      SetName(made) && ASN1_TIME_set(X509_getm_notBefore(made), from) != nullptr &&
      ASN1_TIME_set(X509_getm_notAfter(made), until) != nullptr && SetPublicKey(made, key) &&
      AddAlternativeName(made) && X509_sign(made, key, EVP_sha256()) > 0;
  return complete ? std::move(certificate) : nullptr;
}

template <typename Write>
std::optional<std::string> Pem(const Write& write) {
  const Bio memory(BIO_new(BIO_s_mem()));
  if (memory == nullptr || write(memory.get()) != 1) return std::nullopt;
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

std::optional<std::string> HandshakeForm(const X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  if (size <= 0) return std::nullopt;
  std::string text(4 * ((static_cast<std::size_t>(size) + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), der, size);
  OPENSSL_free(der);
  text.resize(static_cast<std::size_t>(length));
  text.erase(text.find_last_not_of('=') + 1);  // Terraform's decoder refuses padding
  return text;
}

tl::unexpected<std::string> OpenSslError() {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  return tl::unexpected(std::string(text.data()));
}

}  // namespace

tl::expected<Certificate, std::string> MakeCertificate(absl::Time now) {
  // The system's configuration file says nothing about this, and reading it takes time at every
  // start.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);

  const Key key(EVP_EC_gen("P-256"));
  if (key == nullptr) return OpenSslError();
  const X509Ptr certificate = SelfSigned(key.get(), now);
  if (certificate == nullptr) return OpenSslError();

  // The older form: the newer one goes through OpenSSL's encoders, whose first use takes long.
  auto key_pem = Pem([&](BIO* out) {
    return PEM_write_bio_PrivateKey_traditional(out, key.get(), nullptr, nullptr, 0, nullptr,
                                                nullptr);
  });
  auto pem = Pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); });
  auto handshake_form = HandshakeForm(certificate.get());
  if (!key_pem || !pem || !handshake_form) return OpenSslError();
  return Certificate{std::move(*key_pem), std::move(*pem), std::move(*handshake_form)};
}

bool IsCertificate(const std::string& pem) {
  const Bio text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (text == nullptr) return false;
  return X509Ptr(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)) != nullptr;
}

}  // namespace tf::plugin
