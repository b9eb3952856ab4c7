#include "resources/http/incoming.h"

#include <gtest/gtest.h>

#include <string>

namespace http {
namespace {

class IncomingTest : public ::testing::Test {
 protected:
  Incoming New(std::string_view status_line, absl::Duration timeout = absl::ZeroDuration()) {
    Incoming incoming(bounds_, large_, timeout, stop_);
    EXPECT_TRUE(incoming.TakeHeader(status_line));
    return incoming;
  }

  AnswerBounds bounds_{.body_bytes = 100,
                       .body_bytes_at_once = 10,
                       .error_bytes = 5,
                       .header_bytes = 200,
                       .headers = 3};
  Turnstile large_;
  std::stop_token stop_;
};

constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\n";

TEST_F(IncomingTest, KeepsTheHeadersOfTheLastHead) {
  Incoming incoming = New("HTTP/1.1 100 Continue\r\n");
  EXPECT_TRUE(incoming.TakeHeader("X-Interim: 1\r\n"));
  EXPECT_TRUE(incoming.TakeHeader("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_TRUE(incoming.TakeHeader("X-One:  a b \r\n"));
  EXPECT_EQ(incoming.response().status, 404);
  ASSERT_EQ(incoming.response().headers.size(), 1u);
  EXPECT_EQ(incoming.response().Find("X-One"), "a b");
}

TEST_F(IncomingTest, ReadsTheStatus) {
  const struct {
    std::string_view line;
    int status;
  } kCases[] = {{"HTTP/1.1 200 OK\r\n", 200}, {"HTTP/1.1 429\r\n", 429},
                {"HTTP/1.0  404 x\r\n", 404}, {"HTTP/1.1\r\n", 0},
                {"HTTP/1.1 \r\n", 0},         {"HTTP/1.1 99999999999\r\n", 0}};
  for (const auto& c : kCases) EXPECT_EQ(New(c.line).response().status, c.status) << c.line;
}

TEST_F(IncomingTest, RefusesTooManyHeadersAndTooLongOnes) {
  Incoming many = New(kOk);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(many.TakeHeader("a:\r\n"));
  EXPECT_FALSE(many.TakeHeader("a:\r\n"));
  EXPECT_EQ(many.refusal(), TransportErrorKind::kTooLarge);
  Incoming large = New(kOk);
  EXPECT_FALSE(large.TakeHeader("a: " + std::string(200, 'x') + "\r\n"));
  EXPECT_EQ(large.refusal(), TransportErrorKind::kTooLarge);
}

TEST_F(IncomingTest, RefusesABodyBeyondItsBound) {
  Incoming incoming = New(kOk);
  EXPECT_TRUE(incoming.TakeBody(std::string(100, 'x')));
  EXPECT_EQ(incoming.response().body.size(), 100u);
  EXPECT_FALSE(incoming.TakeBody("x"));
  EXPECT_EQ(incoming.refusal(), TransportErrorKind::kTooLarge);
}

TEST_F(IncomingTest, KeepsOnlyTheBeginningOfAnError) {
  Incoming incoming = New("HTTP/1.1 502 Bad Gateway\r\n");
  EXPECT_TRUE(incoming.TakeBody("<htm"));
  EXPECT_TRUE(incoming.TakeBody("l>" + std::string(50, 'x')));
  EXPECT_EQ(incoming.response().body, "<html");
  EXPECT_TRUE(incoming.response().turns.empty());
  EXPECT_FALSE(incoming.TakeBody(std::string(50, 'x')));
  EXPECT_EQ(incoming.refusal(), TransportErrorKind::kTooLarge);
}

TEST_F(IncomingTest, OneLargeBodyAtATimeGrows) {
  Incoming first = New(kOk);
  EXPECT_TRUE(first.TakeBody("0123456789"));
  EXPECT_TRUE(first.response().turns.empty());
  EXPECT_TRUE(first.TakeBody("0"));
  Incoming second = New(kOk);
  EXPECT_TRUE(second.TakeBody("0123456789"));
  EXPECT_FALSE(second.TakeBody("0"));
  EXPECT_EQ(second.refusal(), TransportErrorKind::kTimeout);
  first.response().turns.clear();
  Incoming third = New(kOk);
  EXPECT_TRUE(third.TakeBody("0123456789a"));
}

TEST_F(IncomingTest, AStopEndsTheWaitForATurn) {
  const Turnstile::Turn turn = large_.Enter(absl::ZeroDuration(), {});
  std::stop_source source;
  source.request_stop();
  stop_ = source.get_token();
  Incoming incoming = New(kOk, absl::Hours(1));
  EXPECT_FALSE(incoming.TakeBody("0123456789a"));
  EXPECT_EQ(incoming.refusal(), TransportErrorKind::kCancelled);
}

}  // namespace
}  // namespace http
