#include "resources/schedule_replica/mirror_model.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/time.h"
#include "provider/sdk/checks.h"
#include "resources/mirror/diff.h"
#include "resources/mirror/expected.h"
#include "resources/mirror/explain.h"
#include "resources/mirror/shifts.h"

namespace schedule_replica {
namespace {

using Text = tf::Attr<std::string>;

const tf::Shape<DifferenceModel>& DifferenceShape() {
  static const tf::Shape<DifferenceModel> shape{
      tf::Computed("start_at", &DifferenceModel::start_at).Doc("When it starts (RFC 3339, UTC)."),
      tf::Computed("end_at", &DifferenceModel::end_at).Doc("When it ends (RFC 3339, UTC)."),
      tf::Computed("kind", &DifferenceModel::kind)
          .Doc("`wrong_user`, `uncovered` and `extra_user` are drift. `pending` is later than the "
               "last sync could look, `unmapped` is a person without an account, or one of whom "
               "that is not known before the first sync, and `overlap_choice` another one of "
               "several people on call."),
      tf::Computed("expected_user_id", &DifferenceModel::expected_user_id)
          .Doc("Who should be shown, by the id in the external system; null when whoever is on "
               "call has no account there, or it is not known."),
      tf::Computed("actual_user_ids", &DifferenceModel::actual_user_ids)
          .Doc("Who is shown, by the ids in the external system."),
      tf::Computed("incident_user_ids", &DifferenceModel::incident_user_ids)
          .Doc("Who is on call in incident.io then, in the order of `sources`."),
      tf::Computed("reason", &DifferenceModel::reason).Doc("The most likely cause, in a sentence."),
  };
  return shape;
}

const tf::Shape<MirrorShiftModel>& MirrorShiftShape() {
  static const tf::Shape<MirrorShiftModel> shape{
      tf::Computed("start_at", &MirrorShiftModel::start_at).Doc("When it starts (RFC 3339, UTC)."),
      tf::Computed("end_at", &MirrorShiftModel::end_at).Doc("When it ends (RFC 3339, UTC)."),
      tf::Computed("external_user_ids", &MirrorShiftModel::external_user_ids)
          .Doc("The people by their ids in the external system."),
      tf::Computed("user_ids", &MirrorShiftModel::user_ids)
          .Doc("The same people by their ids in incident.io, as far as it knows them."),
  };
  return shape;
}

const tf::Shape<SpanModel>& SpanShape() {
  static const tf::Shape<SpanModel> shape{
      tf::Computed("start_at", &SpanModel::start_at).Doc("When it starts (RFC 3339, UTC)."),
      tf::Computed("end_at", &SpanModel::end_at).Doc("When it ends (RFC 3339, UTC)."),
  };
  return shape;
}

constexpr char kExpected[] =
    "A mirror is that of a replica: set replica_id, or for a replica that does not exist yet "
    "replica_provider, replica_provider_id, replica_fallback_user_id and sources.";

void CheckWhichReplica(const MirrorModel& config, tf::Diagnostics& diagnostics) {
  const bool none_planned = config.replica_provider.is_null() &&
                            config.replica_provider_id.is_null() &&
                            config.replica_fallback_user_id.is_null() && config.sources.is_null() &&
                            config.mirror_window_days.is_null();
  const bool all_planned = !config.replica_provider.is_null() &&
                           !config.replica_provider_id.is_null() &&
                           !config.replica_fallback_user_id.is_null() && !config.sources.is_null();
  if (config.replica_id.is_null() && !all_planned) {
    diagnostics.AddError("No replica is given", kExpected);
  } else if (!config.replica_id.is_null() && !none_planned) {
    diagnostics.AddError("Both replica_id and arguments are given", kExpected,
                         tf::Path::Root().Attribute("replica_id"));
  }
}

template <typename Id>
std::vector<std::string> Texts(const std::vector<Id>& ids) {
  std::vector<std::string> texts;
  for (const Id& id : ids) texts.push_back(id.value());
  return texts;
}

std::vector<MirrorShiftModel> FromShifts(const std::vector<mirror::Shift>& shifts) {
  std::vector<MirrorShiftModel> models;
  for (const mirror::Shift& shift : shifts) {
    models.push_back({base::FormatInstant(shift.span.start), base::FormatInstant(shift.span.end),
                      Texts(shift.external_users), Texts(shift.users)});
  }
  return models;
}

std::vector<SpanModel> FromSpans(const std::vector<mirror::Interval>& spans) {
  std::vector<SpanModel> models;
  for (const mirror::Interval& span : spans) {
    models.push_back({base::FormatInstant(span.start), base::FormatInstant(span.end)});
  }
  return models;
}

std::vector<DifferenceModel> FromDifferences(const mirror::Comparison& comparison,
                                             const mirror::Replica& replica,
                                             const std::string& system) {
  std::vector<DifferenceModel> models;
  for (std::size_t i = 0; i < comparison.differences.size(); ++i) {
    const mirror::Difference& difference = comparison.differences[i];
    models.push_back(
        {.start_at = base::FormatInstant(difference.span.start),
         .end_at = base::FormatInstant(difference.span.end),
         .kind = std::string(mirror::KindName(difference.kind)),
         .expected_user_id = difference.want ? Text(difference.want->value()) : Text::Null(),
         .actual_user_ids = Texts(difference.have),
         .incident_user_ids = Texts(difference.on_call),
         .reason = mirror::CauseSentence(comparison.causes[i], system, replica)});
  }
  return models;
}

const char* StatusName(mirror::Status status) {
  switch (status) {
    case mirror::Status::kInSync:
      return "in_sync";
    case mirror::Status::kDrifted:
      return "drifted";
    case mirror::Status::kPending:
      return "pending";
    case mirror::Status::kUnchecked:
      return "unchecked";
  }
  return "unchecked";
}

}  // namespace

const tf::Shape<MirrorModel>& MirrorShape() {
  static const tf::Shape<MirrorModel> shape{
      tf::About("Whether an external schedule shows who is on call in incident.io, and where it "
                "does not. A check that cannot run is a status and never an error."),
      tf::Required("schedule_id", &MirrorModel::schedule_id)
          .Check(tf::NotBlank())
          .Doc("The incident.io schedule."),
      tf::Optional("replica_id", &MirrorModel::replica_id)
          .Check(tf::NotBlank())
          .Doc("The replica whose mirror is checked. For one that does not exist yet, set its "
               "arguments instead."),
      tf::Optional("replica_provider", &MirrorModel::replica_provider)
          .Check(tf::NotBlank())
          .Doc("Where it would mirror to: `pagerduty`, `opsgenie` or `jsm`."),
      tf::Optional("replica_provider_id", &MirrorModel::replica_provider_id)
          .Check(tf::NotBlank())
          .Doc("The external schedule that it would write to."),
      tf::Optional("replica_fallback_user_id", &MirrorModel::replica_fallback_user_id)
          .Check(tf::NotBlank())
          .Doc("The external user who would cover gaps."),
      tf::Optional("sources", &MirrorModel::sources, SourceShape())
          .Check(tf::AtLeastOne())
          .Doc("The rotations and layers that it would mirror. Of several people on call at once, "
               "the one of the earlier source is shown."),
      tf::Optional("mirror_window_days", &MirrorModel::mirror_window_days)
          .Check(tf::Between(1, 90))
          .Doc("How many days ahead it would reach, 14 by default."),
      tf::Computed("status", &MirrorModel::status)
          .Doc("`in_sync`; `drifted`; `pending`, when the only differences are those that a sync "
               "has yet to mirror, and none has worked lately; or `unchecked`, with a `reason`: "
               "one side could not be read, or nothing differs as far as it is known, and who "
               "somebody is in the external system is not known before a replica's first sync."),
      tf::Computed("reason", &MirrorModel::reason)
          .Doc("Why the mirror could not be checked, or not all of it; null for another `status`."),
      tf::Computed("in_sync", &MirrorModel::in_sync)
          .Doc("Whether `status` is `in_sync`; never null."),
      tf::Computed("differences", &MirrorModel::differences, DifferenceShape())
          .Doc("Where the two sides differ, also where that is no drift."),
      tf::Computed("drift_seconds", &MirrorModel::drift_seconds)
          .Doc("How long the drift is in all."),
      tf::Computed("expected_shifts", &MirrorModel::expected_shifts, MirrorShiftShape())
          .Doc("What the external schedule should show."),
      tf::Computed("actual_shifts", &MirrorModel::actual_shifts, MirrorShiftShape())
          .Doc("What it shows; where it shows nobody there is no shift."),
      tf::Computed("fallback_shifts", &MirrorModel::fallback_shifts, SpanShape())
          .Doc("When nobody is on call in incident.io, so that the fallback user is shown."),
      tf::Computed("unmapped_user_ids", &MirrorModel::unmapped_user_ids)
          .Doc("The people, by their ids in incident.io, without an account in the external "
               "system; not those of whom it is not known."),
      tf::Computed("window_start", &MirrorModel::window_start)
          .Doc("From when the two sides were compared (RFC 3339, UTC)."),
      tf::Computed("window_end", &MirrorModel::window_end)
          .Doc("Until when the two sides were compared (RFC 3339, UTC)."),
      tf::Computed("report", &MirrorModel::report)
          .Doc("The text that a plan of the replica shows; empty when there is nothing to say."),
      tf::Rule<MirrorModel>{CheckWhichReplica},
  };
  return shape;
}

incident::NewReplica ToPlannedReplica(const MirrorModel& config) {
  incident::NewReplica planned{
      .schedule_id = ids::ScheduleId(config.schedule_id.value_or("")),
      .sources = {},
      .provider = config.replica_provider.value_or(""),
      .provider_id = ids::ExternalScheduleId(config.replica_provider_id.value_or("")),
      .fallback_user_id = ids::ExternalUserId(config.replica_fallback_user_id.value_or("")),
      .mirror_window_days = config.mirror_window_days.value_or(incident::kDefaultMirrorWindowDays)};
  for (const SourceModel& source : config.sources.value_or({})) {
    planned.sources.push_back({ids::RotationId(source.rotation_id.value_or("")),
                               ids::LayerId(source.layer_id.value_or(""))});
  }
  return planned;
}

MirrorModel Unchecked(const MirrorModel& config, const std::string& reason) {
  MirrorModel model = config;
  model.status = "unchecked";
  model.reason = reason;
  model.in_sync = false;
  model.differences = std::vector<DifferenceModel>{};
  model.drift_seconds = 0;
  model.expected_shifts = std::vector<MirrorShiftModel>{};
  model.actual_shifts = std::vector<MirrorShiftModel>{};
  model.fallback_shifts = std::vector<SpanModel>{};
  model.unmapped_user_ids = std::vector<std::string>{};
  model.report = "";
  return model;
}

MirrorModel FromMirrorCheck(const MirrorModel& config, const oncall::MirrorCheck& result,
                            const std::string& system, const std::string& reason) {
  MirrorModel model = Unchecked(config, reason);
  if (!result.check) return model;
  const mirror::Check& check = *result.check;
  model.status = StatusName(check.status());
  model.in_sync = check.status() == mirror::Status::kInSync;
  model.expected_shifts = FromShifts(mirror::ExpectedShifts(check.expected, result.replica.users));
  model.fallback_shifts = FromSpans(mirror::FallbackShifts(check.expected));
  model.unmapped_user_ids = Texts(check.unmapped);
  model.window_start = base::FormatInstant(check.window.span.start);
  model.window_end = base::FormatInstant(check.window.span.end);
  if (const auto report = result.Report()) {
    model.report = absl::StrCat(report->summary, "\n\n", report->detail);
  }
  if (check.status() != mirror::Status::kUnchecked) model.reason = Text::Null();
  if (!check.comparison) return model;
  model.differences = FromDifferences(*check.comparison, result.replica, system);
  model.drift_seconds = absl::ToInt64Seconds(mirror::DriftIn(check.comparison->differences).length);
  model.actual_shifts =
      FromShifts(mirror::ActualShifts(check.comparison->actual, result.replica.users));
  return model;
}

}  // namespace schedule_replica
