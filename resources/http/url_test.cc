#include "resources/http/url.h"

#include <gtest/gtest.h>

namespace http {
namespace {

TEST(EncodePathSegment, MakesExactlyOneSegmentOfAnyText) {
  const struct {
    std::string_view text;
    std::string_view segment;
  } kCases[] = {
      {"01G0J1EXE7AXZ2C93K61WBPYEH", "01G0J1EXE7AXZ2C93K61WBPYEH"},
      {"a-b_c.d~e", "a-b_c.d~e"},
      {"a/b", "a%2Fb"},
      {"../users", "..%2Fusers"},
      {".", "%2E"},
      {"..", "%2E%2E"},
      {"...", "..."},
      {"a?b=c", "a%3Fb%3Dc"},
      {"a#b", "a%23b"},
      {"%2F", "%252F"},
      {"a b", "a%20b"},
      {"a\\b;c:d@e", "a%5Cb%3Bc%3Ad%40e"},
      {std::string_view("\0\r\n\x7f", 4), "%00%0D%0A%7F"},
      {"\xc3\xa9", "%C3%A9"},
      {"\xff", "%FF"},
      {"", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(EncodePathSegment(c.text), c.segment) << c.text;
}

TEST(EncodeQuery, EncodesNamesAndValues) {
  EXPECT_EQ(EncodeQuery({}), "");
  EXPECT_EQ(EncodeQuery({{"email", "a+b@example.com"}, {"include[]", "x&y=z"}}),
            "?email=a%2Bb%40example.com&include%5B%5D=x%26y%3Dz");
}

TEST(ParseEndpoint, AcceptsHttpsAndLoopback) {
  const struct {
    std::string_view text;
    Endpoint endpoint;
  } kCases[] = {
      {"https://api.incident.io", {"https", "api.incident.io", "", ""}},
      {"https://API.incident.io/", {"https", "api.incident.io", "", ""}},
      {"HTTPS://api.incident.io", {"https", "api.incident.io", "", ""}},
      {"https://proxy.example.com:8443/incident/",
       {"https", "proxy.example.com", "8443", "/incident"}},
      {"https://host/a/b//", {"https", "host", "", "/a/b"}},
      {"http://localhost:8080/incident", {"http", "localhost", "8080", "/incident"}},
      {"http://LOCALHOST", {"http", "localhost", "", ""}},
      {"http://127.0.0.1:80", {"http", "127.0.0.1", "80", ""}},
      {"http://127.8.9.10", {"http", "127.8.9.10", "", ""}},
      {"http://[::1]:9", {"http", "[::1]", "9", ""}},
      {"https://[2001:db8::1]", {"https", "[2001:db8::1]", "", ""}},
  };
  for (const auto& c : kCases) {
    const auto endpoint = ParseEndpoint(c.text);
    ASSERT_TRUE(endpoint) << c.text << ": " << endpoint.error();
    EXPECT_EQ(*endpoint, c.endpoint) << c.text << " became " << endpoint->Url("", {});
  }
}

TEST(ParseEndpoint, RefusesEverythingElseInASentence) {
  const std::string shape = " is not a URL; it should look like https://host or https://host/path";
  const struct {
    std::string text;
    std::string message;
  } kCases[] = {
      {"http://example.com",
       R"("http://example.com" must use https; http is accepted for loopback hosts only)"},
      {"http://127.evil.com",
       R"("http://127.evil.com" must use https; http is accepted for loopback hosts only)"},
      {"http://localhost.evil.com",
       R"("http://localhost.evil.com" must use https; http is accepted for loopback hosts only)"},
      {"http://0.0.0.0",
       R"("http://0.0.0.0" must use https; http is accepted for loopback hosts only)"},
      {"ftp://example.com", R"("ftp://example.com" must use https)"},
      {"https://host?x=1", R"("https://host?x=1" must not have a query ("?..."))"},
      {"https://host/?", R"("https://host/?" must not have a query ("?..."))"},
      {"https://host#x", R"("https://host#x" must not have a fragment ("#..."))"},
      {"https://user:hunter2@host", "an endpoint must not have a user name or password"},
      {"https://user@host", "an endpoint must not have a user name or password"},
      {"user:hunter2@host", "the endpoint is not a URL"},
      {"", R"("")" + shape},
      {"api.incident.io", R"("api.incident.io")" + shape},
      {"https:/host", R"("https:/host")" + shape},
      {"https:///host", R"("https:///host")" + shape},
      {"https://", R"("https://")" + shape},
      {"https://host:0", R"("https://host:0")" + shape},
      {"https://host:99999", R"("https://host:99999")" + shape},
      {"https://ho st", R"("https://ho st")" + shape},
      {"https://host\r\nX: y", R"("https://host X: y")" + shape},
      {std::string("https://host\0.evil", 18), R"("https://host .evil")" + shape},
      {"file:///etc/passwd", R"("file:///etc/passwd")" + shape},
  };
  for (const auto& c : kCases) {
    const auto endpoint = ParseEndpoint(c.text);
    ASSERT_FALSE(endpoint) << c.text << " became " << endpoint->Url("", {});
    EXPECT_EQ(endpoint.error(), c.message);
  }
}

TEST(Endpoint, PutsItsPrefixBeforeThePath) {
  const auto endpoint = ParseEndpoint("http://localhost:8080/incident/");
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->Url("/v2/users", {{"page_size", "25"}}),
            "http://localhost:8080/incident/v2/users?page_size=25");
  EXPECT_EQ(endpoint->Origin(), "http://localhost:8080");
}

}  // namespace
}  // namespace http
