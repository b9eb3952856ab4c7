#include "resources/http/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <memory>
#include <optional>

#include "absl/strings/ascii.h"
#include "base/text.h"
#include "resources/http/ascii.h"

namespace http {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};

bool IsUnreserved(unsigned char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '~' || c == '.';
}

std::string PercentEncode(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (IsUnreserved(byte)) {
      encoded += character;
    } else {
      encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return encoded;
}

// One part of a parsed URL; null when the URL has none.
std::optional<std::string> Part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return std::nullopt;
  const std::unique_ptr<char, FreeText> owned(text);
  return std::string(text);
}

// The parser has brought every numeric form of an address into the usual one by now.
bool IsLoopback(const std::string& host) {
  in_addr address{};
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && inet_pton(AF_INET, host.c_str(), &address) == 1);
}

std::string Quoted(std::string_view text) { return Concat({"\"", base::CleanText(text), "\""}); }

// What curl's parser would let pass or repair, but nobody means.
std::optional<std::string> Refuse(std::string_view text, CURLU* url) {
  if (Part(url, CURLUPART_USER) || Part(url, CURLUPART_PASSWORD)) {
    // The text is not repeated: it may hold a password.
    return "an endpoint must not have a user name or password";
  }
  if (text.find('#') != std::string_view::npos) {
    return Concat({Quoted(text), " must not have a fragment (\"#...\")"});
  }
  if (text.find('?') != std::string_view::npos) {
    return Concat({Quoted(text), " must not have a query (\"?...\")"});
  }
  return std::nullopt;
}

}  // namespace

std::string EncodePathSegment(std::string_view text) {
  if (text == ".") return "%2E";
  if (text == "..") return "%2E%2E";
  return PercentEncode(text);
}

std::string EncodeQuery(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string query;
  for (const auto& [name, value] : pairs) {
    query += Concat({query.empty() ? "?" : "&", PercentEncode(name), "=", PercentEncode(value)});
  }
  return query;
}

std::string Endpoint::Origin() const {
  return Concat({scheme, "://", host, port.empty() ? "" : ":", port});
}

std::string Endpoint::Url(std::string_view path,
                          const std::vector<std::pair<std::string, std::string>>& query) const {
  return Concat({Origin(), prefix, path, EncodeQuery(query)});
}

tl::expected<Endpoint, std::string> ParseEndpoint(std::string_view text) {
  const std::string no_url = Concat(
      {Quoted(text), " is not a URL; it should look like https://host or https://host/path"});
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  // Taken as written: curl would also accept "https:/host" and "https:///host".
  const std::size_t separator = text.find("://");
  const bool has_host =
      separator != std::string_view::npos && !text.substr(separator + 3).starts_with('/');
  if (!url || !has_host || text.find('\0') != std::string_view::npos ||
      curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(),
                   CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) != CURLUE_OK) {
    // A user name is looked for in the text, too: what cannot be parsed may hold a password.
    if (text.find('@') != std::string_view::npos)
      return tl::make_unexpected("the endpoint is not a URL");
    return tl::make_unexpected(no_url);
  }
  if (const auto refusal = Refuse(text, url.get())) return tl::make_unexpected(*refusal);

  Endpoint endpoint;
  endpoint.scheme = Part(url.get(), CURLUPART_SCHEME).value_or("");
  endpoint.host = absl::AsciiStrToLower(Part(url.get(), CURLUPART_HOST).value_or(""));
  endpoint.port = Part(url.get(), CURLUPART_PORT).value_or("");
  endpoint.prefix = Part(url.get(), CURLUPART_PATH).value_or("");
  while (endpoint.prefix.ends_with("/")) endpoint.prefix.pop_back();

  if (endpoint.host.empty() || endpoint.port == "0" || Part(url.get(), CURLUPART_ZONEID)) {
    return tl::make_unexpected(no_url);
  }
  if (endpoint.scheme != "https" && endpoint.scheme != "http") {
    return tl::make_unexpected(Concat({Quoted(text), " must use https"}));
  }
  if (endpoint.scheme == "http" && !IsLoopback(endpoint.host)) {
    return tl::make_unexpected(
        Concat({Quoted(text), " must use https; http is accepted for loopback hosts only"}));
  }
  return endpoint;
}

}  // namespace http
