// What the engine is asked and what it answers. Views into the request live as long as the call.
//
// In the answers values are MessagePack; empty bytes mean that the field is left out, which
// Terraform reads as null.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "provider/sdk/call_data.h"

namespace tf::engine {

// A value as it came in: MessagePack, or JSON. Both empty means null.
struct Encoded {
  std::string_view msgpack;
  std::string_view json;
};

struct ConfigureAnswer {
  Diagnostics diagnostics;
};

// What accompanies every call that may take long.
struct Context {
  std::stop_token stop;  // the caller does not wait any more
  ClientCapabilities client;
};

struct UpgradeRequest {
  std::string_view type_name;
  std::int64_t version = 0;  // of the schema that wrote it
  std::string_view state;    // JSON as the state file holds it
};
struct UpgradeAnswer {
  std::string state;
  Diagnostics diagnostics;
};

struct MoveRequest {
  std::string_view type_name;  // of the resource that is to take it over
  ForeignState source;
};
struct MoveAnswer {
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
  // Terraform 1.16 and later, at apply: what the plan phase answered.
  std::string_view planned_private;
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

struct ImportRequest {
  std::string_view type_name;
  std::string_view id;  // as the user wrote it
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

}  // namespace tf::engine
