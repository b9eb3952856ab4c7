// Prints the fault matrix from the files that its cells have left, and keeps it as Markdown beside
// them: `fault_matrix_report FOLDER`. Fails when a row that has begun lacks a cell.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tests/acceptance/fault_matrix.h"

namespace acceptance {
namespace {

using nlohmann::json;

class Report {
 public:
  explicit Report(const std::string& folder) {
    for (const Operation& operation : Operations()) {
      for (const Fault& fault : Faults()) {
        const Cell cell{&operation, &fault};
        std::ifstream file(absl::StrCat(folder, "/", cell.Name(), ".json"));
        if (!file) continue;
        begun_.insert(operation.name);
        json parsed = json::parse(file, nullptr, false);
        if (parsed.is_object()) cells_[cell.Name()] = std::move(parsed);
      }
    }
  }

  // Cells of rows that have begun, but left nothing. What was chosen is not known here: a day may
  // have passed since. So it is the part that has the most.
  std::vector<std::string> Missing() const {
    if (AllAreChosen()) return MissingOf(kParts);
    std::vector<std::string> fewest = MissingOf(0);
    for (int part = 1; part < kParts; ++part) {
      std::vector<std::string> missing = MissingOf(part);
      if (missing.size() < fewest.size()) fewest = std::move(missing);
    }
    return fewest;
  }
  bool IsEmpty() const { return cells_.empty(); }

  std::string Markdown() const {
    std::string text = absl::StrCat(
        "# Fault matrix\n\nReplicas on the server, entries in the state, requests, and those that "
        "changed something: when the command that met\nthe fault was over. A plain apply (for "
        "delete: a destroy) then has to end as if nothing had been. ",
        cells_.size(), " cells ran, in ", Seconds(),
        " seconds\ntogether; `-` is impossible, an empty one was left out: `FAULT_MATRIX=all "
        "ctest ",
        "-R fault_matrix` runs all of them.\n\n", Grid());
    for (const Operation& operation : Operations()) absl::StrAppend(&text, Seen(operation));
    return text;
  }

 private:
  std::vector<std::string> MissingOf(int part) const {
    std::vector<std::string> missing;
    for (const Cell& cell : CellsOf(part)) {
      if (begun_.contains(cell.operation->name) && !cells_.contains(cell.Name())) {
        missing.push_back(cell.Name());
      }
    }
    return missing;
  }

  int Seconds() const {
    double seconds = 0;
    for (const auto& [name, cell] : cells_) seconds += cell.value("seconds", 0.0);
    return static_cast<int>(seconds);
  }

  // Faults go down, since there are too many to go across.
  std::string Grid() const {
    std::string names = "|", rule = "| ---", rows;
    for (const Operation& operation : Operations()) {
      absl::StrAppend(&names, " | ", operation.name);
      absl::StrAppend(&rule, " | ---");
    }
    for (const Fault& fault : Faults()) {
      absl::StrAppend(&rows, "| ", fault.name);
      for (const Operation& operation : Operations()) {
        absl::StrAppend(&rows, " | ", Counts({&operation, &fault}));
      }
      absl::StrAppend(&rows, " |\n");
    }
    return absl::StrCat(names, " |\n", rule, " |\n", rows);
  }

  std::string Counts(const Cell& cell) const {
    if (!cell.Impossible().empty()) return "-";
    const auto found = cells_.find(cell.Name());
    if (found == cells_.end()) return "";
    const json& was = found->second;
    std::string counts = absl::StrCat(was.value("replicas", -1), " ", was.value("entries", -1), " ",
                                      was.value("requests", -1), " ", was.value("writes", -1));
    const std::string note = was.value("note", "");
    if (!note.empty()) absl::StrAppend(&counts, ", ", note);
    return was.value("failed", true) ? absl::StrCat(counts, ", FAILED") : counts;
  }

  // What the user read first.
  std::string Seen(const Operation& operation) const {
    std::string text = absl::StrCat("\n## ", operation.name,
                                    "\n\n| fault | exit code | memory of "
                                    "the provider | the user saw |\n| --- | --- | --- | --- |\n");
    for (const Fault& fault : Faults()) {
      const Cell cell{&operation, &fault};
      const auto found = cells_.find(cell.Name());
      if (found != cells_.end()) {
        absl::StrAppend(&text, "| ", fault.name, " | ", found->second.value("exit_code", -1), " | ",
                        found->second.value("memory", std::int64_t{0}) >> 20, " MiB | ",
                        found->second.value("said", "?"), " |\n");
      } else if (const std::string why = cell.Impossible(); !why.empty()) {
        absl::StrAppend(&text, "| ", fault.name, " | - | - | impossible: ", why, " |\n");
      }
    }
    return text;
  }

  std::map<std::string, json> cells_;
  std::set<std::string> begun_;
};

int PrintReport(const std::string& folder) {
  const Report report(folder);
  const std::string markdown = report.Markdown();
  std::cout << markdown;
  std::ofstream(folder + "/fault_matrix.md") << markdown;
  for (const std::string& cell : report.Missing()) std::cout << "\nNo result: " << cell;
  return report.IsEmpty() || !report.Missing().empty() ? 1 : 0;
}

}  // namespace
}  // namespace acceptance

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fault_matrix_report FOLDER\n";
    return 2;
  }
  return acceptance::PrintReport(argv[1]);
}
