#include "resources/mirror/summary.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "resources/mirror/words.h"

namespace mirror {

namespace {

constexpr std::size_t kShortestIdEnd = 6;

// The end of `id`, when that is shorter and enough to tell it from `others`.
std::string EndOf(const std::string& id, const std::vector<std::string>& others) {
  if (!std::ranges::all_of(id, [](unsigned char c) { return absl::ascii_isprint(c); })) return id;
  for (std::size_t size = kShortestIdEnd; size + 2 < id.size(); ++size) {
    const std::string end = id.substr(id.size() - size);
    const bool is_unique = std::ranges::none_of(
        others, [&](const std::string& other) { return other.ends_with(end); });
    if (is_unique) return "…" + end;
  }
  return id;
}

std::string InShort(const std::string& system) {
  return system == "Jira Service Management" ? "JSM" : system;
}

class Line {
 public:
  Line(const Wording& wording, const AmongReplicas& replicas)
      : wording_(wording),
        id_(base::CleanText(wording.target.value())),
        name_(base::IsBlank(wording.target_name) ? "" : base::CleanText(wording.target_name)) {
    if (replicas.others.empty()) return;
    std::vector<std::string> others;
    for (const ids::ReplicaId& other : replicas.others) {
      others.push_back(base::CleanText(other.value()));
    }
    replica_ = EndOf(base::CleanText(replicas.own.value()), others);
  }

  std::string Fit(const std::vector<std::string>& endings) const {
    for (const std::string& ending : endings) {
      for (const std::string& system : {wording_.system, InShort(wording_.system)}) {
        for (const bool ids_in_full : {true, false}) {
          std::string line = absl::StrCat(Label(system, name_, ids_in_full), ending);
          if (base::DisplayWidth(line) <= kSummaryWidth) return line;
        }
      }
    }
    return WithNameCut(endings.back());
  }

 private:
  // The id of the replica tells it from all others, and that of the schedule does so where a name
  // is cut, shared or missing.
  std::string Label(const std::string& system, const std::string& name, bool ids_in_full) const {
    const std::string id = ids_in_full ? id_ : EndOf(id_, {});
    std::string label =
        absl::StrCat(system, " ", name.empty() ? id : absl::StrCat("\"", name, "\""));
    if (!replica_.empty()) {
      absl::StrAppend(&label, ids_in_full ? " (replica " : " (", replica_, ")");
    } else if (!name.empty() && (name != name_ || wording_.target_name_is_shared)) {
      absl::StrAppend(&label, " (", id, ")");
    }
    return label;
  }

  std::string WithNameCut(const std::string& ending) const {
    constexpr std::size_t kShortestName = 4;
    const std::string system = InShort(wording_.system);
    if (name_.empty()) return absl::StrCat(Label(system, "", false), ending);
    // Any other name has the same room.
    const std::size_t rest =
        base::DisplayWidth(absl::StrCat(Label(system, "x", false), ending)) - 1;
    const std::size_t room = rest < kSummaryWidth ? kSummaryWidth - rest : 0;
    return absl::StrCat(Label(system, Shorten(name_, std::max(room, kShortestName)), false),
                        ending);
  }

  const Wording& wording_;
  const std::string id_;
  const std::string name_;  // Empty when it is not known.
  std::string replica_;     // Empty when there is only one.
};

}  // namespace

std::string Summarize(const Wording& wording, const AmongReplicas& replicas,
                      const std::vector<std::string>& endings) {
  return Line(wording, replicas).Fit(endings);
}

}  // namespace mirror
