#include "resources/http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log.h"
#include "resources/http/fakes.h"

namespace http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ClientTest : public ::testing::Test {
 protected:
  static ClientOptions Options() {
    ClientOptions options;
    options.endpoint = {"https", "api.example.com", "", "/base"};
    options.user_agent = "terraform-provider-incident/1.0\r\nX-Evil: 1";
    options.headers = {{"Authorization", "Bearer key"}};
    return options;
  }
  Client NewClient(ClientOptions options = Options()) {
    return Client(std::move(options), fake_.platform());
  }
  FakeTransport& transport() { return *fake_.transport; }
  FakeClock& clock() { return *fake_.clock; }

  FakePlatform fake_;
};

const Request kGet{Method::kGet, "/v2/users"};
const Request kPost{Method::kPost, "/v2/users"};
const Request kDelete{Method::kDelete, "/v2/users/1"};

TEST_F(ClientTest, AddsItsHeadersAndItsEndpoint) {
  transport().Reply(200, "fine");
  Client client = NewClient();
  const auto response = client.Call(kGet, {});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "fine");
  EXPECT_THAT(transport().log(), ElementsAre("GET https://api.example.com/base/v2/users"));
  const std::vector<Header> headers = transport().requests()[0].headers;
  ASSERT_EQ(headers.size(), 2u);
  EXPECT_EQ(headers[0].name + ": " + headers[0].value, "Authorization: Bearer key");
  EXPECT_EQ(headers[1].name + ": " + headers[1].value,
            "User-Agent: terraform-provider-incident/1.0 X-Evil: 1");
}

TEST_F(ClientTest, RepeatsAGetWithGrowingWaits) {
  transport().Reply(503);
  transport().Fail(TransportErrorKind::kReset, true);
  transport().Reply(500);
  transport().Reply(200);
  Client client = NewClient();
  EXPECT_TRUE(client.Call(kGet, {}));
  EXPECT_THAT(clock().sleeps(),
              ElementsAre(absl::Milliseconds(250), absl::Milliseconds(500), absl::Seconds(1)));
}

TEST_F(ClientTest, ReturnsAnAnswerThatRepeatingWouldNotChange) {
  transport().Reply(404, "no such user");
  Client client = NewClient();
  const auto response = client.Call(kGet, {});
  ASSERT_FALSE(response);
  ASSERT_TRUE(response.error().last);
  EXPECT_EQ(response.error().last->status, 404);
  EXPECT_EQ(response.error().last->body, "no such user");
  EXPECT_EQ(response.error().attempts, 1);
  EXPECT_FALSE(response.error().out_of_time);
  EXPECT_FALSE(response.error().in_doubt);
}

TEST_F(ClientTest, SendsAPostOnceWhenItMayHaveHadItsEffect) {
  for (const int status : {408, 500, 502, 503, 504}) {
    transport().Reply(status);
    Client client = NewClient();
    const auto response = client.Call(kPost, {});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().attempts, 1) << status;
    EXPECT_TRUE(response.error().in_doubt) << status;
  }
  transport().Fail(TransportErrorKind::kReset, true);
  Client client = NewClient();
  const auto response = client.Call(kPost, {});
  ASSERT_FALSE(response);
  EXPECT_TRUE(response.error().in_doubt);
  EXPECT_EQ(transport().requests().size(), 6u);
}

TEST_F(ClientTest, RepeatsAPostThatSurelyHadNoEffect) {
  transport().Fail(TransportErrorKind::kRefused, false);
  transport().Reply(429, "", {{"Retry-After", "3"}});
  transport().Reply(201);
  Client client = NewClient();
  EXPECT_TRUE(client.Call(kPost, {}));
  EXPECT_THAT(clock().sleeps(), ElementsAre(absl::Milliseconds(250), absl::Seconds(3)));
}

TEST_F(ClientTest, RemembersThatAnEarlierDeleteMayHaveHadItsEffect) {
  transport().Fail(TransportErrorKind::kReset, true);
  transport().Reply(403);
  Client client = NewClient();
  const auto response = client.Call(kDelete, {});
  ASSERT_FALSE(response);
  ASSERT_TRUE(response.error().last);
  EXPECT_EQ(response.error().last->status, 403);
  EXPECT_TRUE(response.error().in_doubt);
}

TEST_F(ClientTest, GivesUpWhenTheNextAttemptWouldStartAfterTheRetryTimeout) {
  ClientOptions options = Options();
  options.retry.retry_timeout = absl::Seconds(10);
  for (int i = 0; i < 5; ++i) transport().Reply(429, "slow down", {{"Retry-After", "4"}});
  Client client = NewClient(options);
  const auto response = client.Call(kGet, {});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().attempts, 3);
  EXPECT_TRUE(response.error().out_of_time);
  ASSERT_TRUE(response.error().last);
  EXPECT_EQ(response.error().last->body, "slow down");
  EXPECT_THAT(clock().sleeps(), ElementsAre(absl::Seconds(4), absl::Seconds(4)));
}

TEST_F(ClientTest, GivesUpWhenTheDeadlineComesFirst) {
  transport().Reply(503, "", {{"Retry-After", "9"}});
  Client client = NewClient();
  const auto response = client.Call(kGet, {{}, clock().Steady() + absl::Seconds(5)});
  ASSERT_FALSE(response);
  EXPECT_TRUE(response.error().out_of_time);
  EXPECT_EQ(response.error().attempts, 1);
  EXPECT_THAT(clock().sleeps(), IsEmpty());
  EXPECT_EQ(transport().limits()[0].total, absl::Seconds(5));
}

TEST_F(ClientTest, SendsNothingWhenTheBudgetComesTooLate) {
  ClientOptions options = Options();
  options.requests_per_minute = 1;
  transport().Reply(200);
  Client client = NewClient(options);
  EXPECT_TRUE(client.Call(kGet, {}));
  const auto response = client.Call(kGet, {{}, clock().Steady() + absl::Seconds(5)});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().attempts, 0);
  EXPECT_TRUE(response.error().out_of_time);
  ASSERT_FALSE(response.error().last);
  EXPECT_EQ(response.error().last.error().message, "there was no time left to send it");
}

TEST_F(ClientTest, A429OfOneRequestHoldsTheNextOne) {
  transport().Reply(429, "", {{"Retry-After", "7"}});
  transport().Reply(200);
  transport().Reply(200);
  ClientOptions options = Options();
  options.retry.retry_timeout = absl::Seconds(1);
  Client client = NewClient(options);
  EXPECT_FALSE(client.Call(kGet, {}));
  EXPECT_TRUE(client.Call(kGet, {}));
  EXPECT_TRUE(client.Call(kGet, {}));
  EXPECT_THAT(clock().sleeps(), ElementsAre(absl::Seconds(7)));
}

TEST_F(ClientTest, AStopBeforeTheRequestSendsNothing) {
  std::stop_source source;
  source.request_stop();
  Client client = NewClient();
  const auto response = client.Call(kPost, {source.get_token()});
  ASSERT_FALSE(response);
  ASSERT_FALSE(response.error().last);
  EXPECT_EQ(response.error().last.error().kind, TransportErrorKind::kCancelled);
  EXPECT_FALSE(response.error().in_doubt);
  EXPECT_THAT(transport().log(), IsEmpty());
}

// A transport that is stopped by its caller while it brings a failure that would be repeated.
class StoppedTransport final : public Transport {
 public:
  explicit StoppedTransport(std::stop_source& source) : source_(source) {}
  Answer Send(const Endpoint&, const Request&, const SendLimits&, const std::stop_token&) override {
    source_.request_stop();
    return Response{503, {}, ""};
  }

 private:
  std::stop_source& source_;
};

TEST_F(ClientTest, AStopDuringAWaitEndsTheCall) {
  std::stop_source source;
  Platform platform = fake_.platform();
  platform.transport = std::make_shared<StoppedTransport>(source);
  Client client(Options(), platform);
  const auto response = client.Call(kDelete, {source.get_token()});
  ASSERT_FALSE(response);
  ASSERT_FALSE(response.error().last);
  EXPECT_EQ(response.error().last.error().message, "the request was cancelled");
  EXPECT_EQ(response.error().attempts, 1);
  EXPECT_TRUE(response.error().in_doubt);
}

TEST_F(ClientTest, LogsAWaitOfMoreThanTwoSecondsAndNoSecret) {
  std::vector<std::string> lines;
  base::InstallLogSink(base::LogLevel::kInfo, [&](base::LogLevel, std::string_view message,
                                                  std::initializer_list<base::LogField> fields) {
    std::string line(message);
    for (const auto& field : fields) line += " " + std::string(field.name) + "=" + field.value;
    lines.push_back(std::move(line));
  });
  transport().Reply(503, "", {{"Retry-After", "2"}});
  transport().Reply(503, "", {{"Retry-After", "3"}});
  transport().Reply(200);
  Client client = NewClient();
  EXPECT_TRUE(client.Call(kGet, {}));
  base::InstallLogSink(base::LogLevel::kOff, {});
  EXPECT_THAT(lines, ElementsAre("waiting before the next attempt method=GET path=/v2/users "
                                 "outcome=status 503 wait=3s"));
}

TEST(SystemPlatform, DrawsFromTheHalfOpenUnitInterval) {
  const Platform platform = SystemPlatform();
  for (int i = 0; i < 1000; ++i) {
    const double drawn = platform.random();
    EXPECT_GE(drawn, 0);
    EXPECT_LT(drawn, 1);
  }
}

}  // namespace
}  // namespace http
