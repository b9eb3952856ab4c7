// A deleter out of the function with which a C library frees an object, as OpenSSL has one for each
// kind: std::unique_ptr<X509, FreeWith<X509_free>>.
#pragma once

namespace tf::plugin {

template <auto kFree>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

}  // namespace tf::plugin
