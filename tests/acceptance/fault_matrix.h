// The rules of the fault matrix: which operation meets which fault at its decisive request, and
// what must be there afterwards. Plain data; fault_matrix_test.cc makes it happen.
#pragma once

#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace acceptance {

// How a command ends that meets a fault.
enum class End {
  kDone,    // it succeeds, as if nothing had been
  kFailed,  // the request has no effect, and the user is told
  kCut,     // the request has its effect, and nobody is left to note it
};

// What is there when the command is over.
struct Left {
  int replicas = 0;  // on the server
  int entries = 0;   // in the state
};

// A row.
struct Operation {
  std::string name;
  // The decisive request, as the sandbox's faults name it.
  std::string method;
  std::string path;
  Left done, failed, cut;
  int requests = 0;     // when nothing goes wrong, to all services together
  int writes = 0;       // those of them that change something
  bool speaks = false;  // whether the user is told something even then
  int skip = 0;         // how many such requests come before the decisive one

  bool IsRead() const { return method == "GET"; }
  bool IsOfPagerDuty() const { return path.starts_with("/pagerduty"); }
  // Reads what it has made, so that it may have to be taken back.
  bool Waits() const { return name == "change, waiting for sync"; }
  bool IsRefusedTwin() const { return name == "change, refused twin"; }
};

// What happens to the connection or to a process, besides the answer.
enum class Blow { kNone, kRefuse, kKillProvider, kKillTerraform, kCtrlC };

// A column.
struct Fault {
  std::string name;
  nlohmann::json strike;  // for the sandbox, without the request that it strikes
  End read = End::kDone, post = End::kDone, destroy = End::kDone;
  int repeats = 0;  // how many more requests than usual may be made, of each kind
  Blow blow = Blow::kNone;
  std::string settings{};  // in the provider block, so that nothing takes minutes
};

// What one cell has to be.
struct Rule {
  Left left;
  int most_requests = 0;
  int most_writes = 0;
  int exit_code = 0;
  // Whether there is anything to tell the user.
  bool is_told = false;
  // Whether a provider whose Terraform is gone may still set things right, if it is quick.
  bool may_finish = false;
  // Whether on-call lapses until the new replica's first sync, as it must where the API refuses a
  // second replica on the target.
  bool gap = false;
};

struct Cell {
  const Operation* operation = nullptr;
  const Fault* fault = nullptr;

  // "ChangeDeleteStep_ResetBefore"
  std::string Name() const;
  Rule Expected() const;
  // Why there is no such cell; empty when there is one.
  std::string Impossible() const;
};

const std::vector<Operation>& Operations();
const std::vector<Fault>& Faults();

// "change, delete step" as "ChangeDeleteStep".
std::string CamelCase(const std::string& name);

// How many parts the matrix has. Each has cells of every row and every column.
inline constexpr int kParts = 4;

// The cells of the part that the variable FAULT_MATRIX names (0 to 3), or all that there are when
// it is "all". Without it every day has its own part, so that none is left out for long.
std::vector<Cell> ChosenCells();
// Whether the variable asks for all.
bool AllAreChosen();
// Those of one part; of all with kParts.
std::vector<Cell> CellsOf(int part);

}  // namespace acceptance
