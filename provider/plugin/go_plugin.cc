#include "provider/plugin/go_plugin.h"

#include <grpcpp/support/byte_buffer.h>

#include <optional>
#include <string_view>
#include <utility>

namespace tf::plugin {
namespace {

using rpc::Method;

// An empty message has no bytes.
constexpr std::string_view kEmpty;

// A HealthCheckResponse whose first field, the status, is SERVING.
constexpr std::string_view kServing = "\x08\x01";

auto Always(std::string_view message) {
  return [message](const grpc::ByteBuffer&, const std::stop_token&) {
    const grpc::Slice slice(message.data(), message.size());
    return std::optional<grpc::ByteBuffer>(std::in_place, &slice, 1);
  };
}

std::optional<grpc::ByteBuffer> NoMessage(const grpc::ByteBuffer&, const std::stop_token&) {
  return std::nullopt;
}

}  // namespace

std::vector<Method> GoPluginMethods(std::function<void()> done) {
  return {
      {.path = "/plugin.GRPCController/Shutdown",
       .answer = Always(kEmpty),
       .where = Method::Where::kAtOnce,
       .answered = std::move(done)},
      {.path = "/grpc.health.v1.Health/Check",
       .answer = Always(kServing),
       .where = Method::Where::kAtOnce},
      {.path = "/plugin.GRPCStdio/StreamStdio"},
      {.path = "/plugin.GRPCBroker/StartStream",
       .answer = NoMessage,
       .where = Method::Where::kAtOnce,
       .requests = Method::Requests::kUntilTheEnd},
  };
}

}  // namespace tf::plugin
