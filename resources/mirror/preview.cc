#include "resources/mirror/preview.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "resources/mirror/summary.h"
#include "resources/mirror/table.h"
#include "resources/mirror/words.h"

namespace mirror {

namespace {

struct Preview {
  int changes = 0;
  absl::Duration changed;
  std::vector<Interval> fallback;
  std::vector<ids::UserId> unmapped;
  absl::Duration unjudged;

  bool is_empty() const {
    return changes == 0 && fallback.empty() && unmapped.empty() && unjudged == absl::ZeroDuration();
  }
};

// How long nobody can say whether the right person is shown.
absl::Duration Unjudged(const Check& check) {
  absl::Duration unjudged;
  if (!check.comparison) return unjudged;
  for (const Interval& span : UnsureShifts(check.expected)) {
    unjudged += ShownLength(span, check.window.span);
  }
  return unjudged;
}

Preview Gather(const Check& check) {
  Preview preview{.fallback = FallbackShifts(check.expected),
                  .unmapped = check.unmapped,
                  .unjudged = Unjudged(check)};
  if (!check.comparison) return preview;
  for (const Difference& difference : check.comparison->differences) {
    if (!IsDrift(difference.kind)) continue;
    ++preview.changes;
    preview.changed += ShownLength(difference.span, check.window.span);
  }
  return preview;
}

std::vector<std::string> SummaryEndings(const Preview& preview) {
  if (preview.changes > 0) {
    const std::string shifts = absl::StrCat(": ", Count(preview.changes, "shift"));
    return {shifts + " would change hands", shifts + " change hands"};
  }
  if (!preview.fallback.empty()) return {": the fallback would cover gaps", ": fallback in gaps"};
  if (!preview.unmapped.empty()) {
    return {" cannot show everybody on call", " cannot show everybody"};
  }
  const std::string length = ": " + Length(preview.unjudged);
  return {length + " cannot be judged before a sync", length + " cannot be judged yet"};
}

std::string Changes(const Check& check, const Preview& preview, const Replica& planned,
                    const Wording& wording) {
  const std::string days = NextDays(planned.window_days);
  if (!check.comparison) {
    return absl::StrCat("How many shifts of the next ", days,
                        " would change hands is not known, since ", wording.system,
                        " was not read.");
  }
  if (preview.changes == 0) return "";
  return absl::StrCat("The first sync would change whom ", wording.system, " shows in the next ",
                      days, ": ", Count(preview.changes, "shift"), ", ", Length(preview.changed),
                      " in all.");
}

std::string FallbackTable(const Check& check, const Preview& preview, const Replica& planned,
                          const People& people, const Wording& wording) {
  if (preview.fallback.empty()) return "";
  std::vector<TableRow> rows;
  for (const Interval& span : preview.fallback) {
    rows.push_back({.when = When(span, check.window.span, wording.zone),
                    .length = Length(ShownLength(span, check.window.span))});
  }
  const std::string title = absl::StrCat("Nobody is on call in incident.io, and the fallback user ",
                                         people.Name(planned.fallback),
                                         " would be shown (times of ", wording.zone.name(), "):");
  return absl::StrCat(Wrap(title), "\n\n", Table(rows));
}

// What differs was there before any sync, whatever it looks like.
void ExplainByNoSync(Comparison& comparison) {
  for (std::size_t i = 0; i < comparison.differences.size(); ++i) {
    if (IsDrift(comparison.differences[i].kind)) comparison.causes[i] = Cause::kNeverSynced;
  }
}

}  // namespace

Check CheckPlanned(absl::Time now, const SourceSchedule& schedule, const Replica& planned,
                   const std::optional<std::vector<ActualEntry>>& actual) {
  Replica synced = planned;
  synced.last_synced_at = now;
  Check check = CheckReplica(now, schedule, synced, {}, actual);
  if (check.comparison) ExplainByNoSync(*check.comparison);
  return check;
}

std::optional<Report> WritePreview(const Check& check, const Replica& planned,
                                   const Wording& wording) {
  const Preview preview = Gather(check);
  if (preview.is_empty()) return std::nullopt;
  const People people(wording.names, planned.users);
  std::vector<std::string> paragraphs;
  for (std::string paragraph : {Wrap(Changes(check, preview, planned, wording)),
                                FallbackTable(check, preview, planned, people, wording),
                                Wrap(UnmappedParagraph(preview.unmapped, people, wording.system)),
                                Wrap(UnsureParagraph(check, planned, wording))}) {
    if (!paragraph.empty()) paragraphs.push_back(std::move(paragraph));
  }
  return Report{Summarize(wording, {}, SummaryEndings(preview)), absl::StrJoin(paragraphs, "\n\n")};
}

std::string UnsureParagraph(const Check& check, const Replica& planned, const Wording& wording) {
  if (check.unsure.empty()) return "";
  const People people(wording.names, planned.users);
  std::vector<std::string> names;
  for (const ids::UserId& user : check.unsure) names.push_back(people.Name(user));
  std::string text =
      absl::StrCat("Whether ", Enumerate(names), names.size() == 1 ? " has" : " have",
                   " an account in ", wording.system, " is not known before the first sync.");
  if (const absl::Duration unjudged = Unjudged(check); unjudged > absl::ZeroDuration()) {
    absl::StrAppend(&text, " So it is not known either whether ", wording.system,
                    " shows the right person for ", Length(unjudged), " of the next ",
                    NextDays(planned.window_days), ".");
  }
  return text;
}

}  // namespace mirror
