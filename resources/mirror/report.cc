#include "resources/mirror/report.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/text.h"
#include "resources/mirror/summary.h"
#include "resources/mirror/table.h"
#include "resources/mirror/words.h"

namespace mirror {

namespace {

class Writer {
 public:
  Writer(const Check& check, const Replica& replica, const Wording& wording)
      : check_(check),
        replica_(replica),
        wording_(wording),
        people_(wording.names, replica.users, replica.fallback) {}

  std::string Summary() const {
    const std::vector<std::string> endings = SummaryEndings();
    if (endings.empty()) return "";
    return Summarize(wording_, {replica_.id, check_.sharing}, endings);
  }

  std::string Detail() const {
    std::vector<std::string> paragraphs;
    const auto add = [&](std::string paragraph) {
      if (!paragraph.empty()) paragraphs.push_back(std::move(paragraph));
    };
    add(Wrap(Sync()));
    add(Differences());
    add(Wrap(NotCounted()));
    add(Wrap(UnmappedParagraph(check_.unmapped, people_, wording_.system)));
    add(Wrap(Vanished()));
    add(Wrap(Sharing()));
    add(Wrap(Leftovers()));
    add(Wrap(WithoutLane()));
    add(Wrap(Remedy()));
    return absl::StrJoin(paragraphs, "\n\n");
  }

 private:
  // What weighs most, in fewer and fewer words.
  std::vector<std::string> SummaryEndings() const {
    if (HasDrift()) {
      const std::string drift = DriftInShort();
      return {" differs from incident.io: " + drift, " differs: " + drift};
    }
    if (check_.sync_failed && check_.fell_behind()) {
      return {" fell behind: the last sync failed", " fell behind: sync failed"};
    }
    if (check_.sync_failed) return {": the last sync failed", ": sync failed"};
    if (check_.overdue) return {" has never been synced", " was never synced"};
    if (check_.stale) return {" is stale: no recent sync", " is stale"};
    if (!check_.vanished.empty()) return {" mirrors a layer that is gone", ": layer is gone"};
    if (!check_.unmapped.empty()) {
      return {" cannot show everybody on call", " cannot show everybody"};
    }
    if (!check_.sharing.empty()) return {" has more than one replica", ": several replicas"};
    if (check_.entries_without_lane > 0) {
      return {": entries without a layer are left out", ": entries without a layer"};
    }
    return {};
  }

  bool HasDrift() const { return check_.status() == Status::kDrifted; }

  // In the table: drift, people who cannot be shown, and what waits for a sync that does not come.
  bool IsListed(const Difference& difference) const {
    if (difference.kind == Kind::kPending) return check_.fell_behind();
    return difference.kind != Kind::kOverlapChoice;
  }

  std::string DriftInShort() const {
    int count = 0;
    absl::Duration length;
    for (const Difference& difference : check_.comparison->differences) {
      if (!IsDrift(difference.kind)) continue;
      ++count;
      length += ShownLength(difference.span, check_.window.span);
    }
    return absl::StrCat(Count(count, "shift"), ", ", Length(length));
  }

  std::string Days() const { return Count(replica_.window_days, "day"); }

  std::string Sync() const {
    if (!check_.sync_failed && !check_.stale && !check_.overdue) return "";
    std::string text;
    if (check_.sync_failed) {
      absl::StrAppend(&text, "The last sync failed: ", Sentence(replica_.last_sync_error), " ");
    }
    if (const auto synced = LastSync(replica_)) {
      absl::StrAppend(&text, "The last sync that worked was on ", Moment(*synced, wording_.zone));
      if (check_.stale) {
        absl::StrAppend(&text, ", longer ago than half the window of ", Days());
      }
    } else {
      absl::StrAppend(&text, "No sync has worked since the replica was created on ",
                      Moment(replica_.created_at, wording_.zone));
    }
    text += '.';
    if (check_.fell_behind() && !check_.never_synced &&
        check_.window.settled_end > check_.window.span.start) {
      absl::StrAppend(&text, " From ", Moment(check_.window.settled_end, wording_.zone),
                      " on nothing has been mirrored.");
    }
    return text;
  }

  std::string Differences() const {
    if (!check_.comparison) return "";
    std::vector<TableRow> rows;
    std::set<Cause> causes;
    for (std::size_t i = 0; i < check_.comparison->differences.size(); ++i) {
      const Difference& difference = check_.comparison->differences[i];
      if (!IsListed(difference)) continue;
      rows.push_back(Row(difference, check_.comparison->causes[i]));
      causes.insert(check_.comparison->causes[i]);
    }
    if (rows.empty()) return "";
    std::string reason;
    if (causes.size() == 1 && !ReasonsFit(rows)) {
      // One sentence says it better than the same words under every row.
      for (TableRow& row : rows) row.why.clear();
      // That a sync failed is said before the table, and who has no account after it.
      if (*causes.begin() != Cause::kLastSyncFailed && *causes.begin() != Cause::kNoCounterpart) {
        reason =
            absl::StrCat("\n\n", Wrap(CauseSentence(*causes.begin(), wording_.system, replica_)));
      }
    }
    const std::string title =
        absl::StrCat("Where ", wording_.system, " differs in the next ",
                     NextDays(replica_.window_days), " (times of ", wording_.zone.name(), "):");
    return absl::StrCat(Wrap(title), "\n\n", Table(rows), reason);
  }

  TableRow Row(const Difference& difference, Cause cause) const {
    const Interval& window = check_.window.span;
    return {.when = When(difference.span, window, wording_.zone),
            .length = Length(ShownLength(difference.span, window)),
            .should_be = difference.want ? people_.Name(*difference.want)
                                         : people_.NameAll(difference.on_call),
            .is = people_.NameAll(difference.have),
            .why = std::string(CauseInShort(cause))};
  }

  // What a reader of the external schedule may wonder about, though nothing is wrong.
  std::string NotCounted() const {
    if (!check_.comparison) return "";
    std::string text;
    if (check_.comparison->Has(Kind::kOverlapChoice)) {
      absl::StrAppend(&text, "Where several people are on call at once, ", wording_.system,
                      " holds one of them; another choice than expected is not counted. ");
    }
    if (check_.comparison->Has(Kind::kPending) && !check_.fell_behind()) {
      absl::StrAppend(&text, "What differs after ",
                      Moment(check_.window.settled_end, wording_.zone),
                      " is not counted: the last sync could not look further. ");
    }
    if (!text.empty()) text.pop_back();
    return text;
  }

  std::string Vanished() const {
    std::vector<std::string> sentences;
    for (const auto& [lane, rotation_is_gone] : check_.vanished) {
      const auto name = wording_.names.rotations.find(lane.rotation);
      const std::string rotation = name != wording_.names.rotations.end()
                                       ? absl::StrCat("\"", base::CleanText(name->second), "\"")
                                       : base::CleanText(lane.rotation.value());
      sentences.push_back(rotation_is_gone
                              ? absl::StrCat("Rotation ", rotation, " is not in the schedule.")
                              : absl::StrCat("Rotation ", rotation, " has no layer ",
                                             base::CleanText(lane.layer.value()), "."));
    }
    if (sentences.empty()) return "";
    return absl::StrCat(absl::StrJoin(sentences, " "),
                        " Nothing is mirrored from there: take it out of `sources`.");
  }

  std::string Sharing() const {
    std::vector<std::string> others;
    for (const ids::ReplicaId& id : check_.sharing) {
      if (!wording_.leftovers.contains(id)) others.push_back(base::CleanText(id.value()));
    }
    if (others.empty()) return "";
    std::sort(others.begin(), others.end());
    const bool one = others.size() == 1;
    return absl::StrCat("This is replica ", base::CleanText(replica_.id.value()), "; ",
                        one ? "replica " : "replicas ", Enumerate(others),
                        one ? " mirrors" : " mirror", " to the same ", wording_.system,
                        " schedule. Where they disagree, what satisfies one of them counts as"
                        " right. Remove all but one, or give each a schedule of its own.");
  }

  std::string Leftovers() const {
    std::vector<std::string> leftovers;
    for (const ids::ReplicaId& id : wording_.leftovers) {
      leftovers.push_back(base::CleanText(id.value()));
    }
    if (leftovers.empty()) return "";
    const bool one = leftovers.size() == 1;
    return absl::StrCat(
        one ? "Replica " : "Replicas ", Enumerate(leftovers), one ? " has" : " have",
        " the same arguments and ", one ? "is" : "are", " in no state, as ", one ? "one" : "those",
        " that an interrupted forced sync left. Apply deletes ", one ? "it." : "them.");
  }

  std::string WithoutLane() const {
    if (check_.entries_without_lane == 0) return "";
    const bool one = check_.entries_without_lane == 1;
    return absl::StrCat(one ? "1 entry" : absl::StrCat(check_.entries_without_lane, " entries"),
                        " of the incident.io schedule ", one ? "names" : "name",
                        " no rotation or no layer, and cannot be compared.");
  }

  std::string Remedy() const {
    std::vector<std::string> sentences;
    if (check_.sync_failed) sentences.push_back("Put right what the error names.");
    if (HasDrift() || check_.fell_behind() || check_.stale || check_.overdue) {
      sentences.push_back(HowToSync());
    } else if (check_.sync_failed) {
      sentences.push_back(
          absl::StrCat("Until then, changes in incident.io may not reach ", wording_.system, "."));
    }
    if (ShowsEdits() && wording_.repair != Repair::kFailed && wording_.repair != Repair::kLeaves) {
      sentences.push_back(absl::StrCat("A sync overwrites what was edited in ", wording_.system,
                                       "; to keep such a change, make it in incident.io."));
    }
    return absl::StrJoin(sentences, " ");
  }

  // What makes incident.io sync. Only drift makes apply force it.
  std::string HowToSync() const {
    const std::string change =
        "incident.io syncs whenever its schedule changes: add an override there and delete it";
    switch (wording_.repair) {
      case Repair::kChange:
        return "Apply puts a new replica in place of this one, which begins with a sync.";
      case Repair::kLeaves:
        return "Apply moves the replica away from this schedule, so nothing has to be done here.";
      case Repair::kPlanned:
        if (!HasDrift()) break;
        return "Apply forces a sync: it creates a second replica with the same arguments, waits for"
               " its first sync, and deletes it again.";
      case Repair::kFailed:
        if (!HasDrift()) break;
        return absl::StrCat(
            "A forced sync has not changed these differences, so no other one is planned until"
            " they change. Look in ",
            wording_.system,
            " for whoever else writes overrides there; if there is nobody, ask the support of"
            " incident.io why its sync leaves this.");
      case Repair::kOffered:
        if (!HasDrift()) break;
        return change + ", or set drift_check = \"resync\" on this replica and apply.";
    }
    return change + ".";
  }

  bool ShowsEdits() const {
    if (!check_.comparison) return false;
    const auto& causes = check_.comparison->causes;
    return std::any_of(causes.begin(), causes.end(), [](Cause cause) {
      return cause == Cause::kEditedByHand || cause == Cause::kUnaccounted;
    });
  }

  const Check& check_;
  const Replica& replica_;
  const Wording& wording_;
  const People people_;
};

}  // namespace

std::optional<Report> WriteReport(const Check& check, const Replica& replica,
                                  const Wording& wording) {
  const Writer writer(check, replica, wording);
  Report report{writer.Summary(), "", check.is_failure()};
  if (report.summary.empty()) return std::nullopt;
  report.detail = writer.Detail();
  return report;
}

std::string UnmappedParagraph(const std::vector<ids::UserId>& unmapped, const People& people,
                              const std::string& system) {
  if (unmapped.empty()) return "";
  std::vector<std::string> names;
  for (const ids::UserId& user : unmapped) names.push_back(people.Name(user));
  const bool one = names.size() == 1;
  return absl::StrCat(Enumerate(names), one ? " has" : " have", " no ", system,
                      " account that incident.io knows of, and cannot be mirrored. Create the "
                      "account with the same email address, or link the existing one to the person "
                      "in the incident.io catalog. The catalog reads accounts every hour, so a new "
                      "link can take that long.");
}

}  // namespace mirror
