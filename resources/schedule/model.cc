#include "resources/schedule/model.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/time.h"
#include "provider/sdk/checks.h"
#include "provider/sdk/or_null.h"

namespace schedule {
namespace {

const tf::Shape<PersonModel>& PersonShape() {
  static const tf::Shape<PersonModel> shape{
      tf::Computed("id", &PersonModel::id).Doc("The id of the user."),
      tf::Computed("name", &PersonModel::name).Doc("The full name of the user."),
      tf::Computed("email", &PersonModel::email)
          .Doc("The e-mail address of the user, null when the API does not tell it."),
      tf::Computed("role", &PersonModel::role)
          .Doc("The former kind of role, which the API still reports."),
      tf::Computed("slack_user_id", &PersonModel::slack_user_id)
          .Doc("The id of the user in Slack, null when no Slack account is linked."),
  };
  return shape;
}

const tf::Shape<LayerModel>& LayerShape() {
  static const tf::Shape<LayerModel> shape{
      tf::Computed("id", &LayerModel::id).Doc("The id of the layer."),
      tf::Computed("name", &LayerModel::name).Doc("The name of the layer."),
  };
  return shape;
}

const tf::Shape<RotationModel>& RotationShape() {
  static const tf::Shape<RotationModel> shape{
      tf::Computed("id", &RotationModel::id)
          .Doc("The id of the rotation, the same in all of its versions."),
      tf::Computed("name", &RotationModel::name).Doc("The name of the rotation."),
      tf::Computed("effective_from", &RotationModel::effective_from)
          .Doc("When this version of the rotation takes over (RFC 3339, UTC), null for the first "
               "version."),
      tf::Computed("layers", &RotationModel::layers, LayerShape())
          .Doc("The layers of the rotation: one for each person who is on call at the same time."),
      tf::Computed("users", &RotationModel::users, PersonShape())
          .Doc("The people of the rotation, in the order in which they take shifts."),
  };
  return shape;
}

const tf::Shape<SourceModel>& SourceShape() {
  static const tf::Shape<SourceModel> shape{
      tf::Computed("rotation_id", &SourceModel::rotation_id).Doc("The id of the rotation."),
      tf::Computed("layer_id", &SourceModel::layer_id).Doc("The id of the layer."),
      tf::Computed("rotation_name", &SourceModel::rotation_name).Doc("The name of the rotation."),
      tf::Computed("layer_name", &SourceModel::layer_name).Doc("The name of the layer."),
  };
  return shape;
}

const tf::Shape<ShiftModel>& ShiftShape() {
  static const tf::Shape<ShiftModel> shape{
      tf::Computed("start_at", &ShiftModel::start_at).Doc("When the shift starts (RFC 3339, UTC)."),
      tf::Computed("end_at", &ShiftModel::end_at).Doc("When the shift ends (RFC 3339, UTC)."),
      tf::Computed("rotation_id", &ShiftModel::rotation_id)
          .Doc("The rotation that the shift belongs to."),
      tf::Computed("layer_id", &ShiftModel::layer_id).Doc("The layer that the shift belongs to."),
      tf::Computed("entry_id", &ShiftModel::entry_id)
          .Doc("The id of the stored entry, null for a shift that follows from the rotation."),
      tf::Computed("fingerprint", &ShiftModel::fingerprint)
          .Doc("Identifies the shift across requests."),
      tf::Computed("user", &ShiftModel::user, PersonShape())
          .Doc("Who is on call, null when nobody is."),
  };
  return shape;
}

void CheckOneIsGiven(const ScheduleModel& config, tf::Diagnostics& diagnostics) {
  if (config.id.is_null() && config.name.is_null()) {
    diagnostics.AddError("Neither id nor name is given",
                         "A schedule is looked up by id or by name: set exactly one of id and "
                         "name.");
  } else if (config.id.is_known() && config.name.is_known()) {
    diagnostics.AddError("Both id and name are given",
                         "A schedule is looked up by id or by name: set exactly one of id and "
                         "name.",
                         tf::Path::Root().Attribute("name"));
  }
}

template <class Id>
tf::Attr<std::string> IdOrNull(const std::optional<Id>& id) {
  return id ? tf::Attr<std::string>(id->value()) : tf::Attr<std::string>::Null();
}

// The models of all elements, in the same order.
template <class Element, class From>
auto Each(const std::vector<Element>& elements, From from) {
  std::vector<decltype(from(elements.front()))> models;
  models.reserve(elements.size());
  for (const Element& element : elements) models.push_back(from(element));
  return models;
}

PersonModel FromPerson(const incident::Person& person) {
  return {.id = person.id.value(),
          .name = person.name,
          .email = tf::OrNull(person.email),
          .role = tf::OrNull(person.role),
          .slack_user_id = tf::OrNull(person.slack_user_id)};
}

LayerModel FromLayer(const incident::Layer& layer) {
  return {.id = layer.id.value(), .name = layer.name};
}

RotationModel FromRotation(const incident::Rotation& rotation) {
  RotationModel model{.id = rotation.id.value(),
                      .name = rotation.name,
                      .layers = Each(rotation.layers, FromLayer),
                      .users = Each(rotation.users, FromPerson)};
  if (rotation.effective_from) {
    model.effective_from = base::FormatInstant(*rotation.effective_from);
  }
  return model;
}

ShiftModel FromEntry(const incident::Entry& entry) {
  ShiftModel model{.start_at = base::FormatInstant(entry.start),
                   .end_at = base::FormatInstant(entry.end),
                   .rotation_id = IdOrNull(entry.rotation_id),
                   .layer_id = IdOrNull(entry.layer_id),
                   .entry_id = tf::OrNull(entry.entry_id),
                   .fingerprint = tf::OrNull(entry.fingerprint)};
  if (entry.user) model.user = FromPerson(*entry.user);
  return model;
}

absl::Time StartOf(const incident::Rotation& version) {
  return version.effective_from.value_or(absl::InfinitePast());
}

// Whether a later version of the rotation has taken over by `now`.
bool IsOutdated(const incident::Rotation& version, const std::vector<incident::Rotation>& all,
                absl::Time now) {
  return std::ranges::any_of(all, [&](const incident::Rotation& other) {
    return other.id == version.id && StartOf(version) < StartOf(other) && StartOf(other) <= now;
  });
}

std::vector<SourceModel> Sources(const std::vector<incident::Rotation>& rotations, absl::Time now) {
  std::vector<SourceModel> sources;
  for (const incident::Rotation& rotation : rotations) {
    if (IsOutdated(rotation, rotations, now)) continue;
    for (const incident::Layer& layer : rotation.layers) {
      const bool repeats = std::ranges::any_of(sources, [&](const SourceModel& source) {
        return *source.rotation_id == rotation.id.value() && *source.layer_id == layer.id.value();
      });
      if (repeats) continue;  // another version of the rotation has it too
      sources.push_back({.rotation_id = rotation.id.value(),
                         .layer_id = layer.id.value(),
                         .rotation_name = rotation.name,
                         .layer_name = layer.name});
    }
  }
  return sources;
}

}  // namespace

const tf::Shape<ScheduleModel>& ScheduleShape() {
  static const tf::Shape<ScheduleModel> shape{
      tf::About("An on-call schedule in incident.io, looked up by id or by name."),
      tf::OptionalComputed("id", &ScheduleModel::id)
          .Check(tf::NotBlank())
          .Doc("The id of the schedule. Set either this or `name`."),
      tf::OptionalComputed("name", &ScheduleModel::name)
          .Check(tf::NotBlank())
          .Doc("The name of the schedule, letter by letter. Set either this or `id`. It is an "
               "error if several schedules have the name."),
      tf::Computed("timezone", &ScheduleModel::timezone)
          .Doc("The time zone of the schedule, as `Europe/London`."),
      tf::Computed("team_ids", &ScheduleModel::team_ids)
          .Doc("The ids of the teams that own the schedule."),
      tf::Computed("annotations", &ScheduleModel::annotations)
          .Doc("What tools have noted on the schedule."),
      tf::Computed("rotations", &ScheduleModel::rotations, RotationShape())
          .Doc("The rotations of the schedule, in its order; a rotation with planned changes is "
               "there once for each version. Null when the API leaves them out."),
      tf::Computed("sources", &ScheduleModel::sources, SourceShape())
          .Doc("Every layer of every rotation, once; can be given to `sources` of "
               "`incident_schedule_replica` to mirror the whole schedule. Null when the API leaves "
               "out the rotations."),
      tf::Computed("current_shifts", &ScheduleModel::current_shifts, ShiftShape())
          .Doc("The shifts that run now, of any rotation and layer."),
      tf::Computed("next_shifts", &ScheduleModel::next_shifts, ShiftShape())
          .Doc("The shifts after the next changeover."),
      tf::Computed("created_at", &ScheduleModel::created_at)
          .Doc("When the schedule was created (RFC 3339, UTC)."),
      tf::Computed("updated_at", &ScheduleModel::updated_at)
          .Doc("When the schedule was last changed (RFC 3339, UTC)."),
      tf::Rule<ScheduleModel>{CheckOneIsGiven},
  };
  return shape;
}

ScheduleModel FromSchedule(const incident::Schedule& schedule, absl::Time now) {
  ScheduleModel model{.id = schedule.id.value(),
                      .name = schedule.name,
                      .timezone = schedule.timezone,
                      .team_ids = tf::Set<std::string>(schedule.team_ids),
                      .annotations = schedule.annotations,
                      .current_shifts = Each(schedule.current_shifts, FromEntry),
                      .next_shifts = Each(schedule.next_shifts, FromEntry),
                      .created_at = base::FormatInstant(schedule.created_at),
                      .updated_at = base::FormatInstant(schedule.updated_at)};
  if (schedule.has_told_rotations) {
    model.rotations = Each(schedule.rotations, FromRotation);
    model.sources = Sources(schedule.rotations, now);
  }
  return model;
}

}  // namespace schedule
