#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "resources/http/curl_transport.h"
#include "resources/http/testing/loopback_server.h"
#include "resources/json/answer.h"

namespace http {
namespace {

// The most memory that this process has had so far. Linux only.
std::int64_t PeakMemory() {
  std::ifstream status("/proc/self/status");
  std::string name;
  std::int64_t kibibytes = 0;
  while (status >> name) {
    if (name == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
  }
  ADD_FAILURE() << "the system does not tell";
  return 0;
}

std::string List(const std::string& element, std::size_t bytes) {
  std::string text = "[" + element;
  while (text.size() + element.size() + 2 <= bytes) text += "," + element;
  return text + "]";
}

// Ten threads, as Terraform's -parallelism, ask at once and take the answers apart.
std::int64_t MemoryOfTenAnswers(const std::string& body) {
  LoopbackServer server([&body](int socket, const std::string&) {
    Write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
    Write(socket, body);
    return true;
  });
  CurlTransport transport;
  const std::int64_t before = PeakMemory();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 10; ++i) {
      threads.emplace_back([&] {
        const Answer answer = transport.Send(server.endpoint(), {Method::kGet, "/"}, {}, {});
        ASSERT_TRUE(answer) << answer.error().message;
        EXPECT_FALSE(json::Field<int64_t>(
            json::ParseAnswer(answer->body, "").value_or(json::Json()), "absent"));
      });
    }
  }
  return PeakMemory() - before;
}

// Each took up to thirty times its own size, and ten of them ten times that.
TEST(Regression, HostileAnswersTogetherTakeTheMemoryOfOne) {
#ifdef SANITIZED
  GTEST_SKIP() << "the sanitizer takes more memory than the answers";
#endif
  const AnswerBounds bounds;
  // 8 MiB of text and 28 MiB of what it holds, and what stands beside them.
  constexpr std::int64_t kMost = std::int64_t{44} << 20;
  EXPECT_LT(MemoryOfTenAnswers(List("{}", bounds.body_bytes_at_once)), kMost);
  EXPECT_LT(MemoryOfTenAnswers(List(R"({"":"0123456789abcdef"})", bounds.body_bytes)), kMost);
}

// The parser looked through the whole list at the end of each element: 450 kB took half a minute,
// and this would outlast the time that the test has.
TEST(Regression, ALongListTakesNoQuadraticTime) {
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(json::ParseJson(List("{}", 450'000)));
}

}  // namespace
}  // namespace http
