#include "resources/http/authorities.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

namespace http {

void Authorities::Free::operator()(X509_STORE* store) const { X509_STORE_free(store); }

X509_STORE* Authorities::store() {
  std::call_once(read_, [this] {
    std::unique_ptr<X509_STORE, Free> store(X509_STORE_new());
    const bool read =
        store != nullptr &&
        (place_.file.empty() || X509_STORE_load_file(store.get(), place_.file.c_str()) == 1) &&
        (place_.directory.empty() ||
         X509_STORE_load_path(store.get(), place_.directory.c_str()) == 1);
    ERR_clear_error();
    if (!read) return;
    // As libcurl does: a certificate in the store is trusted, also one that another has signed.
    X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN);
    store_ = std::move(store);
  });
  return store_.get();
}

}  // namespace http
