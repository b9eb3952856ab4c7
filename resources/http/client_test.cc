#include "resources/http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

#include "base/log.h"
#include "resources/http/fakes.h"

namespace http {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Lt;
using ::testing::SizeIs;

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
  EXPECT_FALSE(response.error().callers_limit);
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
  EXPECT_TRUE(response.error().callers_limit);
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
  EXPECT_TRUE(response.error().callers_limit);
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

// What is logged while it lives, as "message name=value".
class Lines {
 public:
  Lines() {
    base::InstallLogSink(base::LogLevel::kInfo, [this](base::LogLevel, std::string_view message,
                                                       std::initializer_list<base::LogField> all) {
      std::string line(message);
      for (const auto& field : all) line += " " + std::string(field.name) + "=" + field.value;
      const std::lock_guard lock(mutex_);
      lines_.push_back(std::move(line));
    });
  }
  ~Lines() { base::InstallLogSink(base::LogLevel::kOff, {}); }
  std::vector<std::string> all() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

TEST_F(ClientTest, LogsAWaitOfMoreThanTwoSecondsAndNoSecret) {
  Lines lines;
  transport().Reply(503, "", {{"Retry-After", "2"}});
  transport().Reply(503, "", {{"Retry-After", "3"}});
  transport().Reply(200);
  Client client = NewClient();
  EXPECT_TRUE(client.Call(kGet, {}));
  EXPECT_THAT(lines.all(), ElementsAre("waiting before the next attempt method=GET path=/v2/users "
                                       "outcome=status 503 wait=3s"));
}

TEST_F(ClientTest, LogsTheWaitForTheBudgetOnce) {
  Lines lines;
  for (const int status : {200, 429, 200}) transport().Reply(status, "", {{"Retry-After", "9"}});
  ClientOptions options = Options();
  options.requests_per_minute = 1;
  Client client = NewClient(options);
  EXPECT_TRUE(client.Call(kGet, {}));
  EXPECT_TRUE(client.Call(kGet, {}));
  EXPECT_THAT(lines.all(), ElementsAre("waiting before the next attempt method=GET path=/v2/users "
                                       "outcome=not sent yet wait=1m",
                                       "waiting before the next attempt method=GET path=/v2/users "
                                       "outcome=status 429 wait=9s"));
}

// Answers 429 to the first requests, once all of them are there, and 200 to the rest.
class CrowdedTransport final : public Transport {
 public:
  CrowdedTransport(int crowd, std::shared_ptr<Clock> clock)
      : crowd_(crowd), everybody_(crowd), clock_(std::move(clock)) {}

  Answer Send(const Endpoint&, const Request&, const SendLimits&, const std::stop_token&) override {
    const bool is_early = sent_++ < crowd_;
    if (is_early) everybody_.arrive_and_wait();
    {
      const std::lock_guard lock(mutex_);
      times_.push_back(clock_->Steady() - absl::UnixEpoch());
    }
    if (is_early) return Response{429, {{"Retry-After", "7"}}, ""};
    return Response{200, {}, ""};
  }
  std::vector<absl::Duration> times() {
    const std::lock_guard lock(mutex_);
    return times_;
  }

 private:
  const int crowd_;
  std::atomic<int> sent_ = 0;
  std::latch everybody_;
  const std::shared_ptr<Clock> clock_;
  std::mutex mutex_;
  std::vector<absl::Duration> times_;
};

TEST_F(ClientTest, ManyWhoMeetA429AtOncePauseOnceAndTogether) {
  constexpr int kCrowd = 16;
  for (const std::optional<int> allowance : {std::optional<int>(), std::optional<int>(300)}) {
    Lines lines;
    const auto gate = std::make_shared<GateClock>();
    const auto crowded = std::make_shared<CrowdedTransport>(kCrowd, gate);
    ClientOptions options = Options();
    options.requests_per_minute = allowance;
    Client client(options, {crowded, gate, [] { return 0.5; }});
    std::atomic<int> done = 0;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < kCrowd; ++i) {
        threads.emplace_back([&] {
          EXPECT_TRUE(client.Call(kGet, {}));
          ++done;
        });
      }
      // Each says so before it waits.
      while (lines.all().size() != kCrowd) std::this_thread::yield();
      gate->AwaitSleeper();
      gate->Advance(absl::Seconds(7));
      while (done < kCrowd) gate->AdvanceIfAsleep(absl::Milliseconds(200));
    }
    const std::vector<absl::Duration> times = crowded->times();
    ASSERT_THAT(times, SizeIs(2 * kCrowd));
    EXPECT_EQ(times[kCrowd - 1], absl::ZeroDuration());
    EXPECT_GE(times[kCrowd], absl::Seconds(7));
    EXPECT_THAT(times.back(), AllOf(Gt(absl::Seconds(9)), Lt(absl::Seconds(11))));
  }
}

TEST(SystemPlatform, DrawsFromTheHalfOpenUnitInterval) {
  const Platform platform = SystemPlatform();
  for (int i = 0; i < 1000; ++i) {
    const double drawn = platform.random();
    EXPECT_GE(drawn, 0);
    EXPECT_LT(drawn, 1);
  }
}

// ---- Outages

class OutageTest : public ClientTest {
 protected:
  OutageTest() {
    for (int i = 0; i < 100; ++i) transport().Reply(503);
  }
  tl::expected<Response, CallError> Check() {
    return client_.Call(kGet, {.outage_patience = absl::Seconds(30)});
  }

  Client client_ = NewClient();
};

TEST_F(OutageTest, WhoHasLittlePatienceGivesUpSoon) {
  const absl::Time start = clock().Steady();
  const auto answer = Check();
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().out_of_time);
  EXPECT_TRUE(answer.error().callers_limit);
  EXPECT_GT(answer.error().attempts, 3);
  EXPECT_LE(clock().Steady() - start, absl::Seconds(30));
}

TEST_F(OutageTest, AKnownOutageIsOnlyLookedAtOnceAndBriefly) {
  EXPECT_FALSE(Check());
  const std::size_t before = transport().requests().size();
  const auto again = Check();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().attempts, 1);
  EXPECT_EQ(transport().requests().size(), before + 1);
  EXPECT_EQ(transport().limits().back().request_timeout, absl::Seconds(5));
}

TEST_F(OutageTest, WhoHasAllThePatienceAsksOn) {
  EXPECT_FALSE(Check());
  const auto answer = client_.Call(kGet, {});
  ASSERT_FALSE(answer);
  EXPECT_GT(answer.error().attempts, 5);
  EXPECT_FALSE(answer.error().callers_limit);
}

TEST_F(ClientTest, PatienceReturnsWhenTheOutageEnds) {
  const CallLimits limits{.outage_patience = absl::Seconds(1)};
  Client client = NewClient();
  for (int i = 0; i < 3; ++i) transport().Reply(503);
  EXPECT_FALSE(client.Call(kGet, limits));
  while (transport().requests().size() < 3) EXPECT_FALSE(client.Call(kGet, limits));
  transport().Reply(404);
  EXPECT_FALSE(client.Call(kGet, limits));
  transport().Reply(503);
  transport().Reply(200);
  EXPECT_TRUE(client.Call(kGet, limits));
}

TEST_F(ClientTest, BeingSlowedDownIsNoOutage) {
  transport().Reply(429, "slow down", {{"Retry-After", "50"}});
  transport().Reply(200);
  Client client = NewClient();
  EXPECT_TRUE(client.Call(kGet, {.outage_patience = absl::Seconds(30)}));
}

}  // namespace
}  // namespace http
