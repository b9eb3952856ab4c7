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
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "provider/sdk/provider.h"

namespace tf::engine {

// A value as it came in: MessagePack, or JSON. Both empty means null. Views into the request.
struct Encoded {
  std::string_view msgpack;
  std::string_view json;
};

// What accompanies every call that may take long.
struct Context {
  std::stop_token stop;  // the caller does not wait any more
  ClientCapabilities client;
};

// In the answers: values are MessagePack; empty bytes mean that the field is left out, which
// Terraform reads as null.

struct UpgradeAnswer {
  std::string state;
  Diagnostics diagnostics;
};

struct ReadRequest {
  std::string_view type_name;
  Encoded state;
  std::string_view private_data;
};
struct ReadAnswer {
  std::string state;  // null when the object is gone
  std::string private_data;
  Diagnostics diagnostics;
};

struct PlanRequest {
  std::string_view type_name;
  Encoded prior;
  Encoded proposed;
  Encoded config;
  std::string_view prior_private;
  std::string_view
      planned_private;  // Terraform 1.16 and later, at apply: what the plan phase answered
};
struct PlanAnswer {
  std::string planned;
  std::string planned_private;
  std::vector<Path> requires_replace;
  Diagnostics diagnostics;
};

struct ApplyRequest {
  std::string_view type_name;
  Encoded prior;
  Encoded planned;
  Encoded config;
  std::string_view planned_private;
};
struct ApplyAnswer {
  std::string state;
  std::string private_data;
  Diagnostics diagnostics;
};

struct ImportAnswer {
  bool imported = false;  // exactly one object, of the type asked for
  std::string state;
  std::string private_data;
  Diagnostics diagnostics;
};

struct DataAnswer {
  std::string state;
  Diagnostics diagnostics;
};

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

  Configured configured();
  const AnyResource* FindResource(std::string_view type_name, Diagnostics& diagnostics);
  const AnyDataSource* FindDataSource(std::string_view type_name, Diagnostics& diagnostics);

  std::function<Definition()> define_;
  std::once_flag defined_;
  std::unique_ptr<Definition> definition_;

  std::mutex mutex_;  // guards the members below
  Configured configured_;
  absl::flat_hash_set<std::stop_source*> running_;
};

}  // namespace tf::engine
