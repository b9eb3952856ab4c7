// The behaviour of every RPC of a provider, in the SDK's types: what Terraform asks, what it gets.
// Values cross as the bytes that Terraform sent and expects; no Protocol Buffers here.
//
// Every call may be the first one in a fresh process. Nothing throws, every problem is a
// diagnostic. All methods are safe to call from many threads at once; a call works to its end with
// the configuration it started with.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "provider/engine/messages.h"
#include "provider/sdk/provider.h"

namespace tf::engine {

class Engine {
 public:
  // `define` is called once, at the first use: a process starts faster than its schemas are built.
  explicit Engine(std::function<Definition()> define);

  // For schemas and lists of names.
  const Definition& definition();
  // What is wrong with the schemas by Terraform's rules; empty for a correct provider.
  Diagnostics CheckDefinition();

  Diagnostics ValidateProvider(Encoded config);
  Diagnostics Configure(std::string_view terraform_version, Encoded config, const Context& context);

  Diagnostics ValidateResource(std::string_view type_name, Encoded config);
  // `state` is JSON as the state file holds it, `version` the schema version that wrote it.
  UpgradeAnswer UpgradeState(std::string_view type_name, std::int64_t version,
                             std::string_view state);
  MoveAnswer MoveResource(const MoveRequest& request);
  ReadAnswer ReadResource(const ReadRequest& request, const Context& context);
  PlanAnswer PlanResource(const PlanRequest& request, const Context& context);
  ApplyAnswer ApplyResource(const ApplyRequest& request, const Context& context);
  ImportAnswer ImportResource(std::string_view type_name, std::string_view id,
                              const Context& context);

  Diagnostics ValidateData(std::string_view type_name, Encoded config);
  DataAnswer ReadData(std::string_view type_name, Encoded config, const Context& context);

  // Asks every call under way to end early with a true state or an error. Later calls work as
  // before.
  void Stop();

 private:
  class Running;  // one call under way: its stop source is fed by Stop and by the caller's own
                  // token

  // Arranges a call about `asked` (a provider, a resource or a data source), lets `act` fill in the
  // answer, and sends the diagnostics of both along. Null when nothing has the name that was asked
  // for: then `answer` says so already.
  template <class Asked, class Answer, class Act>
  Answer Ask(const Asked* asked, const Context& context, Answer answer, Act act);

  template <class Answer, class Request, class Act>
  Answer AskResource(const Request& request, const Context& context, Act act);

  std::optional<Configured> configured();
  const AnyResource* FindResource(std::string_view type_name, Diagnostics& diagnostics);
  const AnyDataSource* FindDataSource(std::string_view type_name, Diagnostics& diagnostics);

  std::function<Definition()> define_;
  std::once_flag defined_;
  std::unique_ptr<Definition> definition_;

  std::mutex mutex_;                      // guards the members below
  std::optional<Configured> configured_;  // nothing before the first Configure
  absl::flat_hash_set<std::stop_source*> running_;
};

}  // namespace tf::engine
