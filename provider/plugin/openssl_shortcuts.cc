// Shorter ways through OpenSSL 3.0, for a program that starts often and lives for milliseconds. The
// release's linker puts these in the place of OpenSSL's functions (see CMakeLists.txt beside it);
// docs/performance.md says what each of them saves.
//
// Keys. OpenSSL sets up, for each key and each certificate anew, a chain out of all the decoders
// that it has. Here public keys on elliptic curves and of RSA are read by the function made for
// them, other public keys by their own decoder alone, and the single private key, which is our own,
// in the form that certificate.cc writes it in.
//
// Session tickets. Terraform's connection is its process's only one: there is no later one that a
// ticket could make cheaper, and OpenSSL would encode and decode the session for two of them.
#define OPENSSL_SUPPRESS_DEPRECATED  // what is not deprecated goes through the decoders
#include <openssl/bio.h>
#include <openssl/decoder.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <string_view>

namespace tf::plugin {

// Their names are those that the linker calls in the place of OpenSSL's functions, and those that
// it gives the functions themselves.
EVP_PKEY* ReadOwnKey(BIO* pem, EVP_PKEY** out, pem_password_cb* ask,
                     void* user) __asm__("__wrap_PEM_read_bio_PrivateKey");

int AddNoOtherDecoders(OSSL_DECODER_CTX* context, OSSL_LIB_CTX* library,
                       const char* properties) __asm__("__wrap_OSSL_DECODER_CTX_add_extra");

OSSL_DECODER_CTX* ChooseDecoder(
    EVP_PKEY** key, const char* form, const char* structure, const char* algorithm, int selection,
    OSSL_LIB_CTX* library, const char* properties) __asm__("__wrap_OSSL_DECODER_CTX_new_for_pkey");
OSSL_DECODER_CTX* OpenSslDecoder(
    EVP_PKEY** key, const char* form, const char* structure, const char* algorithm, int selection,
    OSSL_LIB_CTX* library, const char* properties) __asm__("__real_OSSL_DECODER_CTX_new_for_pkey");

int Decode(OSSL_DECODER_CTX* context, const unsigned char** data,
           std::size_t* size) __asm__("__wrap_OSSL_DECODER_from_data");
int OpenSslDecode(OSSL_DECODER_CTX* context, const unsigned char** data,
                  std::size_t* size) __asm__("__real_OSSL_DECODER_from_data");

SSL_CTX* NewContextWithoutTickets(const SSL_METHOD* method) __asm__("__wrap_SSL_CTX_new");
SSL_CTX* OpenSslNewContext(const SSL_METHOD* method) __asm__("__real_SSL_CTX_new");

namespace {

using ReadPublicKey = EVP_PKEY* (*)(const unsigned char** der, std::size_t size);

template <typename T, T* (*kDecode)(T**, const unsigned char**, long), int kType, void (*kFree)(T*)>
EVP_PKEY* Read(const unsigned char** der, std::size_t size) {
  T* decoded = kDecode(nullptr, der, static_cast<long>(size));
  if (decoded == nullptr) return nullptr;
  EVP_PKEY* key = EVP_PKEY_new();
  if (EVP_PKEY_assign(key, kType, decoded) == 1) return key;
  kFree(decoded);
  EVP_PKEY_free(key);
  return nullptr;
}

ReadPublicKey ReaderOf(std::string_view algorithm) {
  if (algorithm == SN_X9_62_id_ecPublicKey) {
    return &Read<EC_KEY, d2i_EC_PUBKEY, EVP_PKEY_EC, EC_KEY_free>;
  }
  if (algorithm == LN_rsaEncryption) return &Read<RSA, d2i_RSA_PUBKEY, EVP_PKEY_RSA, RSA_free>;
  return nullptr;
}

// What a context carries that holds no decoder.
struct Direct {
  EVP_PKEY** key;
  ReadPublicKey read;
};

void FreeDirect(void* direct) { delete static_cast<Direct*>(direct); }

bool Is(const char* text, std::string_view expected) { return text != nullptr && text == expected; }

}  // namespace

OSSL_DECODER_CTX* ChooseDecoder(EVP_PKEY** key, const char* form, const char* structure,
                                const char* algorithm, int selection, OSSL_LIB_CTX* library,
                                const char* properties) {
  const bool public_key = Is(form, "DER") && Is(structure, "SubjectPublicKeyInfo");
  const ReadPublicKey read = public_key && algorithm != nullptr ? ReaderOf(algorithm) : nullptr;
  if (read == nullptr) {
    return OpenSslDecoder(key, form, structure, algorithm, selection, library, properties);
  }
  OSSL_DECODER_CTX* context = OSSL_DECODER_CTX_new();
  if (context == nullptr) return nullptr;
  OSSL_DECODER_CTX_set_construct_data(context, new Direct{key, read});
  OSSL_DECODER_CTX_set_cleanup(context, &FreeDirect);
  return context;
}

int Decode(OSSL_DECODER_CTX* context, const unsigned char** data, std::size_t* size) {
  if (OSSL_DECODER_CTX_get_cleanup(context) != &FreeDirect) {
    return OpenSslDecode(context, data, size);
  }
  const auto* direct = static_cast<const Direct*>(OSSL_DECODER_CTX_get_construct_data(context));
  const unsigned char* const begin = *data;
  *direct->key = direct->read(data, *size);
  *size -= static_cast<std::size_t>(*data - begin);
  return *direct->key == nullptr ? 0 : 1;
}

// OpenSSL would add what turns other forms into those that its decoders take, such as PEM into DER.
int AddNoOtherDecoders(OSSL_DECODER_CTX* /*context*/, OSSL_LIB_CTX* /*library*/,
                       const char* /*properties*/) {
  return 1;
}

EVP_PKEY* ReadOwnKey(BIO* pem, EVP_PKEY** /*out*/, pem_password_cb* /*ask*/, void* /*user*/) {
  unsigned char* der = nullptr;
  long size = 0;
  const bool found =
      PEM_bytes_read_bio(&der, &size, nullptr, PEM_STRING_ECPRIVATEKEY, pem, nullptr, nullptr) == 1;
  if (!found) return nullptr;
  const unsigned char* at = der;
  EVP_PKEY* key =
      Read<EC_KEY, d2i_ECPrivateKey, EVP_PKEY_EC, EC_KEY_free>(&at, static_cast<std::size_t>(size));
  OPENSSL_clear_free(der, static_cast<std::size_t>(size));
  return key;
}

SSL_CTX* NewContextWithoutTickets(const SSL_METHOD* method) {
  SSL_CTX* context = OpenSslNewContext(method);
  if (context != nullptr) SSL_CTX_set_num_tickets(context, 0);
  return context;
}

}  // namespace tf::plugin
