#include "resources/mirror/explain.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "resources/mirror/words.h"

namespace mirror {

namespace {

class Evidence {
 public:
  Evidence(const std::vector<Difference>& differences, const Window& window,
           const Timeline<Expected>& expected, const SourceSchedule& schedule,
           const Replica& replica)
      : replica_(replica),
        last_sync_(LastSync(replica)),
        changed_at_(schedule.changed_at),
        mirror_gone_(NothingIsLeft(differences, window, expected)) {}

  Cause CauseOf(const Difference& difference) const {
    switch (difference.kind) {
      case Kind::kUnmapped:
        return difference.is_unsure ? Cause::kNotMatchedYet : Cause::kNoCounterpart;
      case Kind::kOverlapChoice:
        return Cause::kTwoForOneSeat;
      case Kind::kPending:
        return CauseOfPending();
      case Kind::kWrongUser:
      case Kind::kUncovered:
      case Kind::kExtraUser:
        return CauseOfDrift(difference);
    }
    return Cause::kUnaccounted;
  }

 private:
  // At least two stretches, none of the settled ones in sync (but for what is shorter than any
  // difference), and no override among what is shown. One alone may as well be a single edit.
  static bool NothingIsLeft(const std::vector<Difference>& differences, const Window& window,
                            const Timeline<Expected>& expected) {
    if (DriftIn(differences).count < 2) return false;
    absl::Duration differing;
    for (const Difference& difference : differences) {
      if (difference.kind == Kind::kOverlapChoice) return false;
      if (!IsDrift(difference.kind)) continue;
      if (difference.origin == Origin::kOverride) return false;
      differing += difference.span.length();
    }
    absl::Duration judged;
    for (const auto& [span, state] : expected) {
      if (state.want)
        judged += Interval{span.start, std::min(span.end, window.settled_end)}.length();
    }
    return judged - differing < absl::Minutes(1);
  }

  Cause CauseOfPending() const {
    if (!replica_.last_sync_error.empty()) return Cause::kLastSyncFailed;
    return last_sync_ ? Cause::kBeyondLastSync : Cause::kNeverSynced;
  }

  Cause CauseOfDrift(const Difference& difference) const {
    const bool overridden = difference.origin == Origin::kOverride;
    const bool stranger = ShowsStranger(difference);
    if (difference.have_are_on_call) return Cause::kTwoForOneSeat;
    if (mirror_gone_) return Cause::kMirrorGone;
    // incident.io cannot have written an override for somebody whom it does not know.
    if (overridden && stranger) return Cause::kEditedByHand;
    if (!replica_.last_sync_error.empty()) return Cause::kLastSyncFailed;
    if (difference.is_gap && !overridden) return Cause::kGapNotFilled;
    if (difference.by_override && !overridden) return Cause::kOverrideNotMirrored;
    if (difference.have.empty() || difference.origin == Origin::kBaseSchedule) {
      return Cause::kNotMirrored;
    }
    if (stranger) return Cause::kEditedByHand;
    if (changed_at_ && last_sync_ && *changed_at_ > *last_sync_) return Cause::kStaleOverride;
    return Cause::kUnaccounted;
  }

  bool ShowsStranger(const Difference& difference) const {
    return std::any_of(difference.have.begin(), difference.have.end(),
                       [this](const ids::ExternalUserId& user) { return !IsKnown(user); });
  }

  bool IsKnown(const ids::ExternalUserId& user) const {
    return user == replica_.fallback ||
           std::any_of(replica_.users.begin(), replica_.users.end(),
                       [&](const auto& pair) { return pair.second == user; });
  }

  const Replica& replica_;
  const std::optional<absl::Time> last_sync_;
  const std::optional<absl::Time> changed_at_;
  const bool mirror_gone_;
};

}  // namespace

std::string_view CauseInShort(Cause cause) {
  switch (cause) {
    case Cause::kNoCounterpart:
      return "no account";
    case Cause::kNotMatchedYet:
      return "account unknown";
    case Cause::kTwoForOneSeat:
      return "two on call";
    case Cause::kMirrorGone:
      return "mirror gone";
    case Cause::kEditedByHand:
      return "edited by hand";
    case Cause::kLastSyncFailed:
      return "sync failed";
    case Cause::kNeverSynced:
      return "not synced";
    case Cause::kBeyondLastSync:
      return "sync too old";
    case Cause::kGapNotFilled:
      return "gap not filled";
    case Cause::kOverrideNotMirrored:
      return "override missing";
    case Cause::kNotMirrored:
      return "not mirrored";
    case Cause::kStaleOverride:
      return "stale override";
    case Cause::kUnaccounted:
      return "stale or edited";
  }
  return "";
}

std::string CauseSentence(Cause cause, const std::string& system, const Replica& replica) {
  switch (cause) {
    case Cause::kNoCounterpart:
      return absl::StrCat("The person on call has no ", system, " account linked in incident.io.");
    case Cause::kNotMatchedYet:
      return absl::StrCat("Whether the person on call has an account in ", system,
                          " is not known before the first sync.");
    case Cause::kTwoForOneSeat:
      return "Several people are on call at once, and a mirrored schedule holds one.";
    case Cause::kMirrorGone:
      return absl::StrCat("Nothing of the mirror is left in ", system,
                          ": its schedule was re-created, or its overrides were removed.");
    case Cause::kEditedByHand:
      return absl::StrCat("Edited by hand in ", system, " after the last sync.");
    case Cause::kLastSyncFailed:
      return absl::StrCat("The last sync failed: ", Sentence(replica.last_sync_error));
    case Cause::kNeverSynced:
      return "incident.io has not synced this replica yet.";
    case Cause::kBeyondLastSync:
      return "Later than the last sync could look ahead.";
    case Cause::kGapNotFilled:
      return "Nobody is on call in incident.io, and the fallback user is not shown.";
    case Cause::kOverrideNotMirrored:
      return absl::StrCat("An override in incident.io is missing in ", system, ".");
    case Cause::kNotMirrored:
      return absl::StrCat("The mirrored shift is missing in ", system,
                          ", whose own rotation shows through.");
    case Cause::kStaleOverride:
      return "incident.io has changed since the last sync, and this may be how it was before.";
    case Cause::kUnaccounted:
      return absl::StrCat(system,
                          " shows somebody of this schedule at another time: a stale "
                          "override, or an edit by hand.");
  }
  return "";
}

std::vector<Cause> Explain(const std::vector<Difference>& differences, const Window& window,
                           const Timeline<Expected>& expected, const SourceSchedule& schedule,
                           const Replica& replica) {
  const Evidence evidence(differences, window, expected, schedule, replica);
  std::vector<Cause> causes;
  causes.reserve(differences.size());
  for (const Difference& difference : differences) causes.push_back(evidence.CauseOf(difference));
  return causes;
}

}  // namespace mirror
