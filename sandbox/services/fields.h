// Reads one JSON object field by field and remembers the first thing that is wrong with it, so that
// a reader is a list of fields and one question at the end:
//
//   Fields fields(json, "schedules[0]", now);
//   schedule.name = fields.Text("name");
//   schedule.team_ids = fields.Texts("team_ids");
//   if (auto problem = fields.Problem()) return tl::unexpected(*problem);
//
// After a problem the getters give defaults. The JSON must outlive the reader.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json_fwd.hpp"

namespace sandbox {

// RFC 3339, "now", or a distance from `now` as "+2h", "-3d", "+90m", "+30s". Anything else is
// nullopt.
std::optional<absl::Time> ParseMoment(std::string_view text, absl::Time now);

class Fields {
 public:
  // `where` names the object in messages. Anything but an object is a problem.
  Fields(const nlohmann::json& json, std::string where, absl::Time now = absl::UnixEpoch());

  // Required: absent, null, of another type or blank is a problem.
  std::string Text(std::string_view name);
  absl::Time Moment(std::string_view name);

  // Optional: absent and null give the default; another type is a problem.
  std::string TextOr(std::string_view name, std::string_view absent);
  std::optional<std::string> MaybeText(std::string_view name);
  std::optional<absl::Time> MaybeMoment(std::string_view name);
  std::int64_t IntegerOr(std::string_view name, std::int64_t absent, std::int64_t lowest,
                         std::int64_t highest);
  bool BoolOr(std::string_view name, bool absent);
  std::vector<std::string> Texts(std::string_view name);
  std::map<std::string, std::string> TextMap(std::string_view name);
  // An empty array, or object, when absent.
  const nlohmann::json& Array(std::string_view name);
  const nlohmann::json& Object(std::string_view name);

  // Any value; nullptr when absent or null.
  const nlohmann::json* Find(std::string_view name);

  // Says the problem unless an earlier one stands: "schedules[0].name <what>".
  void Fail(std::string_view name, std::string_view what);

  // The same with a whole sentence, of the reader of an element below `name`.
  void FailWith(std::string_view name, std::string sentence);

  // The name of the field with the first problem; "" without one.
  const std::string& failed_field() const { return failed_field_; }
  // The first problem as a sentence, unknown fields allowed; nullopt when all is well.
  const std::optional<std::string>& KnownProblem() const { return problem_; }
  // The first problem, an unknown field included, as a sentence; nullopt when all is well.
  std::optional<std::string> Problem();

  absl::Time now() const { return now_; }
  const std::string& where() const { return where_; }
  // "schedules[0].rotations[2]", for the readers of the elements.
  std::string Below(std::string_view name, std::size_t index) const;

 private:
  const nlohmann::json& json_;
  std::string where_;
  absl::Time now_;
  std::set<std::string, std::less<>> known_;
  std::optional<std::string> problem_;
  std::string failed_field_;
};

}  // namespace sandbox
