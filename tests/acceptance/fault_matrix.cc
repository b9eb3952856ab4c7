#include "tests/acceptance/fault_matrix.h"

#include <signal.h>
#include <stdlib.h>

#include <chrono>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace acceptance {

using nlohmann::json;

namespace {

constexpr char kList[] = "/incident/v2/schedules/*/replicas";
constexpr char kOne[] = "/incident/v2/schedules/*/replicas/*";

// Held until somebody is killed; nobody waits for the answer.
constexpr int kHeld = 60'000;

// Kills, and answers that come too late.
json Held(bool effect) { return {{"delay_ms", kHeld}, {"effect", effect}}; }
json Always(json strike) {
  strike["times"] = 0;
  return strike;
}

constexpr char kShort[] = "  retry_timeout = \"1500ms\"\n";
constexpr char kShortest[] = "  retry_timeout = \"1s\"\n  request_timeout = \"1s\"\n";

constexpr bool kTold = true;
constexpr bool kGap = true;

// What is asked because of a fault and is no repeat: the list after a lost answer, a replica that
// its list lacks.
constexpr int kLooks = 2;

// A rule that does not follow from its row and column.
struct Exception {
  std::string_view operation;
  std::string_view fault;
  Rule rule;
};

const std::vector<Exception>& Exceptions() {
  static const std::vector<Exception> exceptions = {
      // The API refuses a second replica, so the old one goes first.
      {"change", "409", {{1, 1}, 8, 3, 0, kTold, false, kGap}},
      // What the mirror looks like cannot be seen either, so there is nothing to force.
      {"resync", "refused", {{1, 1}, 12, 0, 0, kTold}},
      // Nothing is begun after Ctrl-C, so the next apply deletes the old one.
      {"change", "Ctrl-C after", {{2, 1}, 8, 1, 1, kTold}},
      // The provider puts the old one back, and nobody is left to store its id: the next plan
      // recognises it.
      {"change, refused twin",
       "terraform killed before",
       {{1, 1}, 9, 4, 128 + SIGKILL, false, false, kGap}},
  };
  return exceptions;
}

End EndOf(const Operation& operation, const Fault& fault) {
  // Nobody is left to take the new one back, or nothing is begun any more.
  if (operation.Waits() && fault.blow != Blow::kNone) return End::kCut;
  if (operation.method == "POST") return fault.post;
  return operation.method == "DELETE" ? fault.destroy : fault.read;
}

Left LeftAfter(const Operation& operation, const Fault& fault, End end) {
  if (end == End::kDone) return operation.done;
  if (end == End::kCut) return operation.cut;
  if (!operation.IsRefusedTwin() || fault.strike.is_null()) return operation.failed;
  // A fault that has passed lets the old one be put back.
  const bool passes = fault.strike.value("times", 1) != 0 && fault.blow != Blow::kKillProvider &&
                      fault.blow != Blow::kKillTerraform;
  return passes ? Left{1, 1} : operation.failed;
}

// terraform's own when it is killed.
int ExitCodeOf(const Operation& operation, const Fault& fault, End end) {
  if (fault.blow == Blow::kKillTerraform) return 128 + SIGKILL;
  if (fault.blow == Blow::kCtrlC || fault.blow == Blow::kKillProvider) return 1;
  // A check of the mirror that cannot run is no reason to fail a plan.
  return end == End::kDone || operation.IsOfPagerDuty() ? 0 : 1;
}

}  // namespace

const std::vector<Operation>& Operations() {
  // What is left: done, failed, cut; then the requests, the writes of them, and whether there is
  // something to say although nothing goes wrong.
  static const std::vector<Operation> operations = {
      {"create", "POST", kList, {1, 1}, {0, 0}, {1, 0}, 7, 1},
      {"read", "GET", kList, {1, 1}, {1, 1}, {1, 1}, 3, 0},
      {"change", "POST", kList, {1, 1}, {1, 1}, {2, 1}, 6, 2},
      {"change, delete step", "DELETE", kOne, {1, 1}, {2, 1}, {1, 1}, 6, 2},
      {"change, waiting for sync", "GET", kOne, {1, 1}, {1, 1}, {2, 1}, 7, 2},
      {"change, refused twin", "POST", kList, {1, 1}, {0, 1}, {1, 1}, 7, 3, kTold, 1},
      {"delete", "DELETE", kOne, {0, 0}, {1, 1}, {0, 1}, 4, 1, kTold},
      {"import", "GET", kList, {1, 1}, {1, 0}, {1, 0}, 3, 0},
      {"drift check", "GET", "/pagerduty/schedules/*", {1, 1}, {1, 1}, {1, 1}, 4, 0},
      {"resync", "POST", kList, {1, 1}, {1, 1}, {2, 1}, 13, 2, kTold},
      {"resync, delete step", "DELETE", kOne, {1, 1}, {2, 1}, {1, 1}, 13, 2, kTold},
  };
  return operations;
}

const std::vector<Fault>& Faults() {
  using enum End;
  // How a read, a POST and a DELETE end, then how often a write may be repeated.
  static const std::vector<Fault> faults = {
      {"refused", {}, kFailed, kFailed, kFailed, 0, Blow::kRefuse, kShort},
      {"reset before", {{"drop", "before"}}, kDone, kFailed, kDone, 1},
      {"reset after", {{"drop", "after"}}, kDone, kDone, kDone, 1},
      {"timeout", Always({{"delay_ms", 3000}}), kFailed, kDone, kDone, 3, Blow::kNone, kShortest},
      {"401", Always({{"status", 401}}), kFailed, kFailed, kFailed},
      {"403", Always({{"status", 403}}), kFailed, kFailed, kFailed},
      {"404", Always({{"status", 404}}), kFailed, kFailed, kDone},
      {"409", Always({{"status", 409}}), kDone, kFailed, kFailed},
      {"422", Always({{"status", 422}}), kDone, kFailed, kFailed},
      {"429 short", {{"status", 429}}, kDone, kDone, kDone, 1},
      {"429 for ever", Always({{"status", 429}}), kFailed, kFailed, kFailed, 3, Blow::kNone,
       kShort},
      {"500 once", {{"status", 500}}, kDone, kFailed, kDone, 1},
      {"500 for ever", Always({{"status", 500}}), kFailed, kFailed, kFailed, 9, Blow::kNone,
       kShort},
      {"502 HTML", Always({{"status", 502}, {"answer", "<html>Bad gateway</html>"}}), kFailed,
       kDone, kDone, 9, Blow::kNone, kShort},
      {"truncated", Always({{"truncate", 20}}), kFailed, kDone, kDone, 9, Blow::kNone, kShort},
      {"garbled", Always({{"status", 200}, {"answer", "{\"schedule_replica\": [[["}}), kFailed,
       kDone, kDone},
      {"slow", Always({{"delay_ms", 600}}), kDone, kDone, kDone},
      {"provider killed before", Held(false), kFailed, kFailed, kFailed, 0, Blow::kKillProvider},
      {"provider killed after", Held(true), kFailed, kCut, kCut, 0, Blow::kKillProvider},
      {"terraform killed before", Held(false), kFailed, kFailed, kFailed, 0, Blow::kKillTerraform},
      {"terraform killed after", Held(true), kFailed, kCut, kCut, 0, Blow::kKillTerraform},
      {"Ctrl-C before", Held(false), kFailed, kFailed, kFailed, 0, Blow::kCtrlC},
      {"Ctrl-C after", Held(true), kFailed, kDone, kDone, 0, Blow::kCtrlC},
  };
  return faults;
}

std::string CamelCase(const std::string& name) {
  std::string camel;
  bool starts_word = true;
  for (const char c : name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      camel += starts_word ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c;
      starts_word = false;
    } else {
      starts_word = true;
    }
  }
  return camel;
}

std::string Cell::Name() const {
  return absl::StrCat(CamelCase(operation->name), "_", CamelCase(fault->name));
}

Rule Cell::Expected() const {
  for (const Exception& exception : Exceptions()) {
    if (exception.operation == operation->name && exception.fault == fault->name) {
      return exception.rule;
    }
  }
  const End end = EndOf(*operation, *fault);
  Rule rule;
  rule.left = LeftAfter(*operation, *fault, end);
  rule.most_requests = operation->requests + fault->repeats + kLooks;
  // A create is repeated only where it surely had no effect.
  const bool may_repeat = operation->method != "POST" || fault->name.starts_with("429");
  const int repeats = may_repeat ? fault->repeats : 0;
  if (operation->writes > 0) rule.most_writes = operation->writes + repeats;
  // Two creates meet the fault: the one that is wanted, and the one that puts the old one back.
  if (operation->IsRefusedTwin()) rule.most_writes += 1 + repeats;
  rule.exit_code = ExitCodeOf(*operation, *fault, end);
  if (fault->blow != Blow::kKillTerraform) {
    rule.is_told = operation->speaks || end != End::kDone || fault->blow == Blow::kCtrlC;
  }
  rule.may_finish = fault->blow == Blow::kKillTerraform && end == End::kCut;
  rule.gap = operation->IsRefusedTwin();
  return rule;
}

std::string Cell::Impossible() const {
  if (operation->IsRead() && fault->name.ends_with(" after")) return "a read has no effect";
  if (operation->IsRead() && (fault->name == "409" || fault->name == "422")) return "no write";
  if (operation->method == "DELETE" && fault->name == "422") return "a delete has no arguments";
  if (operation->method == "DELETE" && fault->name == "truncated") return "the answer has no body";
  const bool is_second_step =
      operation->name.ends_with("delete step") || operation->Waits() || operation->IsRefusedTwin();
  if (is_second_step && fault->blow == Blow::kRefuse) return "its create is refused already";
  return "";
}

std::vector<Cell> CellsOf(int part) {
  std::vector<Cell> cells;
  int row = 0;
  for (const Operation& operation : Operations()) {
    int column = row++;
    for (const Fault& fault : Faults()) {
      const Cell cell{&operation, &fault};
      const bool chosen = part == kParts || column++ % kParts == part;
      if (chosen && cell.Impossible().empty()) cells.push_back(cell);
    }
  }
  return cells;
}

bool AllAreChosen() {
  const char* variable = getenv("FAULT_MATRIX");
  return variable != nullptr && std::string_view(variable) == "all";
}

std::vector<Cell> ChosenCells() {
  if (AllAreChosen()) return CellsOf(kParts);
  const char* variable = getenv("FAULT_MATRIX");
  int part = 0;
  if (variable != nullptr && absl::SimpleAtoi(variable, &part)) return CellsOf(part % kParts);
  const auto today =
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()).time_since_epoch();
  return CellsOf(static_cast<int>(today.count() % kParts));
}

}  // namespace acceptance
