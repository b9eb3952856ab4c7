// Reading keys without OpenSSL's search for a way to read them. OpenSSL 3.0 sets up, for each key
// and each certificate anew, a chain out of all the decoders that it has; that is a fifth of what
// the process does to start, and two fifths of reading the authorities that a system trusts. The
// release's linker puts these two in the place of OpenSSL's (resources/CMakeLists.txt), for a
// program that reads certificates, whose keys each have one decoder, and a single private key, its
// own.
#define OPENSSL_SUPPRESS_DEPRECATED  // what is not deprecated goes through the decoders
#include <openssl/bio.h>
#include <openssl/decoder.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace tf::plugin {

// Their names are those that the linker calls in place of OpenSSL's functions.
EVP_PKEY* ReadOwnKey(BIO* pem, EVP_PKEY** out, pem_password_cb* ask,
                     void* user) __asm__("__wrap_PEM_read_bio_PrivateKey");
int AddNoOtherDecoders(OSSL_DECODER_CTX* context, OSSL_LIB_CTX* library,
                       const char* properties) __asm__("__wrap_OSSL_DECODER_CTX_add_extra");

// Only the form that certificate.cc writes and gRPC reads: a key on an elliptic curve, in the
// clear.
EVP_PKEY* ReadOwnKey(BIO* pem, EVP_PKEY** /*out*/, pem_password_cb* /*ask*/, void* /*user*/) {
  unsigned char* der = nullptr;
  long size = 0;
  const bool found =
      PEM_bytes_read_bio(&der, &size, nullptr, PEM_STRING_ECPRIVATEKEY, pem, nullptr, nullptr) == 1;
  if (!found) return nullptr;
  const unsigned char* at = der;
  EC_KEY* on_curve = d2i_ECPrivateKey(nullptr, &at, size);
  OPENSSL_clear_free(der, static_cast<std::size_t>(size));
  EVP_PKEY* key = EVP_PKEY_new();
  if (EVP_PKEY_assign_EC_KEY(key, on_curve) == 1) return key;
  EC_KEY_free(on_curve);
  EVP_PKEY_free(key);
  return nullptr;
}

// OpenSSL would add what turns other forms into those that its decoders take, such as PEM into DER.
int AddNoOtherDecoders(OSSL_DECODER_CTX* /*context*/, OSSL_LIB_CTX* /*library*/,
                       const char* /*properties*/) {
  return 1;
}

}  // namespace tf::plugin
