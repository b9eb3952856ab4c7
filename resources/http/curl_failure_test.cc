#include "resources/http/curl_failure.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace http {
namespace {

const Endpoint kApi{"https", "api.example.com", "", ""};
const TrustStore kStore{"/etc/bundle.pem", ""};

TransportError Explained(const Failure& failure, const TrustStore& store = kStore) {
  return Explain(failure, kApi, store).value();
}

TEST(Explain, KeepsWhetherAnythingWasSent) {
  const Failure reset{.code = CURLE_RECV_ERROR,
                      .detail = "",
                      .progress = {.sent = true, .address_known = true},
                      .refused = {}};
  EXPECT_EQ(Explained(reset).kind, TransportErrorKind::kReset);
  EXPECT_TRUE(Explained(reset).sent);
}

TEST(Explain, TellsASilentNameServerFromASilentHost) {
  Failure late{.code = CURLE_OPERATION_TIMEDOUT, .detail = "", .progress = {}, .refused = {}};
  EXPECT_EQ(Explained(late).message,
            "no name server told the address of the host of https://api.example.com in time");
  late.progress.address_known = true;
  EXPECT_EQ(Explained(late).message, "no connection to https://api.example.com in time");
}

TEST(Explain, BlamesTheProxyThatNobodyReached) {
  const Failure refused{.code = CURLE_COULDNT_CONNECT,
                        .detail = "Failed to connect to proxy.example.com port 3128",
                        .progress = {.address_known = true, .os_error = ECONNREFUSED},
                        .refused = {}};
  EXPECT_EQ(Explained(refused).kind, TransportErrorKind::kProxy);
  Failure direct = refused;
  direct.detail = "Failed to connect to api.example.com port 443";
  EXPECT_EQ(Explained(direct).kind, TransportErrorKind::kRefused);
}

TEST(Explain, NamesAProxyThatSaidNo) {
  Failure denied{
      .code = CURLE_RECV_ERROR, .detail = "", .progress = {.refusal = 407}, .refused = {}};
  EXPECT_EQ(Explained(denied).kind, TransportErrorKind::kProxyDenied);
  denied.progress.refusal = 502;
  EXPECT_EQ(Explained(denied).kind, TransportErrorKind::kProxy);
}

TEST(Explain, SaysWhichAuthoritiesAreMissing) {
  const Failure untrusted{
      .code = CURLE_SSL_CACERT_BADFILE, .detail = "libcurl's words", .progress = {}, .refused = {}};
  EXPECT_TRUE(Explained(untrusted).message.ends_with(
      ": no certificates of authorities can be read from /etc/bundle.pem"));
  EXPECT_NE(Explained(untrusted, {}).message.find("Install them (ca-certificates)"),
            std::string::npos);
}

TEST(Explain, PutsFirstWhyWeTookNoAnswer) {
  const Failure large{.code = CURLE_WRITE_ERROR,
                      .detail = "",
                      .progress = {.sent = true},
                      .refused = TransportErrorKind::kTooLarge};
  EXPECT_EQ(Explained(large).message, "the answer of https://api.example.com is too large");
}

}  // namespace
}  // namespace http
