// Scripted faults: what goes wrong with which requests, in the order in which the faults were
// added. Plain data and matching; delays and connections are acted on by the caller. Not safe for
// threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json_fwd.hpp"
#include "sandbox/services/exchange.h"
#include "tl/expected.hpp"

namespace sandbox {

struct Fault {
  // Empty matches every method.
  std::string method;
  // With a "*" a glob over the whole path, "*" standing for anything; without one a prefix.
  std::string path;
  // How many requests it strikes; 0 means every one until it is deleted.
  int times = 1;
  // How many matching requests pass first.
  int skip = 0;

  // The answer comes this much later; the effect does not.
  absl::Duration delay;
  // Whether the request has its effect.
  bool effect = true;
  Cut cut = Cut::kNone;
  std::size_t sent_bytes = 0;
  std::optional<int> status;
  std::map<std::string, std::string, IgnoreCase> headers;
  // A null value takes a header away.
  std::vector<std::string> removed_headers;
  // Takes the place of the body.
  std::optional<std::string> body;
  // Merged into a JSON body (RFC 7396); empty for none.
  std::string patch;

  int struck = 0;
  int passed = 0;
};

// Reads the control interface's form; the error is a sentence for a person.
tl::expected<Fault, std::string> FaultFromJson(const nlohmann::json& json);
nlohmann::json ToJson(const Fault& fault);

// The answer as the fault leaves it. `real` is the answer of the service, or an empty one when the
// fault kept the request from having its effect.
Answer Distort(const Fault& fault, Answer real);

class Faults {
 public:
  void Add(Fault fault) { faults_.push_back(std::move(fault)); }
  void Clear() { faults_.clear(); }
  const std::vector<Fault>& all() const { return faults_; }

  // The fault that strikes this request; counts it. nullopt when none does.
  std::optional<Fault> Strike(const Request& request);

 private:
  std::vector<Fault> faults_;
};

}  // namespace sandbox
