#include "resources/schedule_replica/plan_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/text.h"
#include "resources/mirror/words.h"
#include "resources/oncall/error_text.h"
#include "resources/oncall/mirror_check.h"
#include "resources/schedule_replica/explain.h"

namespace schedule_replica {
namespace {

// "3 days", "2 hours" or "12 minutes".
std::string Age(absl::Duration age) {
  const auto count = [age](absl::Duration unit) { return static_cast<int>(age / unit); };
  if (age >= absl::Hours(48)) return mirror::Count(count(absl::Hours(24)), "day");
  if (age >= absl::Hours(1)) return mirror::Count(count(absl::Hours(1)), "hour");
  return mirror::Count(std::max(0, count(absl::Minutes(1))), "minute");
}

std::string Shown(const ids::ReplicaId& id) { return base::CleanText(id.value(), 80); }

std::string Named(const std::string& name, const std::string& id) {
  return absl::StrCat("\"", base::CleanText(name, 80), "\" (", base::CleanText(id, 80), ")");
}

// "now that is Ann, until Mon 9 Mar 09:00 (GMT)."
std::string Now(const oncall::BaseShift& shift) {
  const bool nobody = shift.people.empty();
  return absl::StrCat("now that is ", nobody ? "nobody" : mirror::Enumerate(shift.people),
                      shift.until ? ", until " + mirror::Moment(*shift.until, shift.zone)
                                  : ", for at least two weeks",
                      nobody ? ": put somebody on call there before you approve." : ".");
}

bool HasLayer(const incident::Rotation& rotation, const ids::LayerId& layer) {
  return std::ranges::find(rotation.layers, layer, &incident::Layer::id) != rotation.layers.end();
}

// Null when the schedule has no version of it.
const incident::Rotation* FindRotation(const incident::Schedule& schedule,
                                       const ids::RotationId& id) {
  const auto found = std::ranges::find(schedule.rotations, id, &incident::Rotation::id);
  return found == schedule.rotations.end() ? nullptr : &*found;
}

std::vector<std::string> LanesOf(const incident::Schedule& schedule) {
  std::vector<std::string> lanes;
  for (const incident::Rotation& rotation : schedule.rotations) {
    for (const incident::Layer& layer : rotation.layers) {
      const std::string lane =
          absl::StrCat("\n  layer ", Named(layer.name, layer.id.value()), " of rotation ",
                       Named(rotation.name, rotation.id.value()));
      if (std::ranges::find(lanes, lane) == lanes.end()) lanes.push_back(lane);
    }
  }
  return lanes;
}

// "rep1, created 2 days ago, differs in sources"
std::string Description(const incident::Replica& replica, const incident::NewReplica& wanted,
                        const std::optional<absl::Time>& server_time) {
  const auto differences = oncall::Differences(oncall::ArgumentsOf(replica), wanted);
  return absl::StrCat(
      base::CleanText(replica.id.value(), 80),
      server_time ? absl::StrCat(", created ", Age(*server_time - replica.created_at), " ago") : "",
      differences.empty() ? ", with exactly these arguments"
                          : ", differs in " + absl::StrJoin(differences, ", "));
}

}  // namespace

std::string LeftoversText(const std::vector<std::string>& ids) {
  return absl::StrCat(
      "An earlier apply could not be finished: besides the replica in the state there is also ",
      base::CleanText(absl::StrJoin(ids, ", ")),
      ", made by that apply. On-call is covered meanwhile. Apply keeps the one that fits the "
      "configuration and deletes the rest.");
}

std::string PutBackText(const ids::ReplicaId& gone, const ids::ReplicaId& put_back) {
  return absl::StrCat("Replica ", Shown(gone), ", which the state names, is gone. Replica ",
                      Shown(put_back),
                      " of the same schedule has exactly its arguments, as when a change was ended "
                      "while it put the old replica back. Apply takes it for the same one.");
}

std::string PutBackStaysText(const ids::ReplicaId& gone, const ids::ReplicaId& put_back) {
  return absl::StrCat("Replica ", Shown(gone), ", which the state names, is gone. Replica ",
                      Shown(put_back),
                      " of the same schedule has exactly its arguments and stays. If no other "
                      "resource manages it, a change that was ended has put it back: delete it in "
                      "incident.io.");
}

std::string AdoptionText(const incident::Replica& replica, absl::Time server_time) {
  return absl::StrCat(
      "Schedule ", base::CleanText(replica.schedule_id.value(), 80), " already has replica ",
      base::CleanText(replica.id.value(), 80), " with exactly these arguments, created ",
      Age(server_time - replica.created_at),
      " ago. It is in no state that was read here, so it is most likely what a run left that ended "
      "before its state was stored. Apply takes it into the state instead of creating a second "
      "one.");
}

std::string DoublesText(const std::vector<incident::Replica>& replicas,
                        const incident::NewReplica& wanted, Arrives how,
                        const std::optional<absl::Time>& server_time) {
  const bool alone = replicas.size() == 1;
  std::string text = absl::StrCat(
      "Schedule ", base::CleanText(wanted.schedule_id.value(), 80), " already has ",
      alone ? "a replica" : mirror::Count(static_cast<int>(replicas.size()), "replica"), " on ",
      Label(oncall::TargetOf(wanted)), ":\n");
  for (const incident::Replica& replica : replicas) {
    absl::StrAppend(&text, "\n  ", Description(replica, wanted, server_time));
  }
  if (how != Arrives::kByCreate) {
    return absl::StrCat(
        text, "\n\nApply ",
        how == Arrives::kByAdoption ? "adopts another one" : "creates another one",
        ", and then all of them write to the same external schedule. Delete in incident.io what "
        "nobody needs there, or give this resource an external schedule of its own.");
  }
  return absl::StrCat(
      text,
      "\n\nApply creates another one, and then all of them write to the same external schedule. To "
      "manage the one that is there, write this block, with the name of your resource in place of "
      "NAME",
      alone ? "" : " and the id of the right replica", ":\n\n",
      ImportBlock(wanted.schedule_id, replicas.front().id),
      "\n\nIf it was managed under another name until now, write this one instead:\n\n",
      MovedBlock());
}

std::string UncheckedText(const http::ApiError& error, const std::string& what) {
  return oncall::ErrorDetail(
      error, absl::StrCat("So it is not known ", what, ". ", oncall::WhatToDo(error)));
}

std::string DestroyText(const oncall::Target& target, const ids::ReplicaId& id,
                        const std::optional<oncall::BaseShift>& then) {
  if (target.provider == "opsgenie") {
    const std::string without =
        then ? absl::StrCat(" Without them that schedule's own rotation decides who is paged: ",
                            Now(*then))
             : "";
    return absl::StrCat(
        "When replica ", id.value(),
        " is deleted, incident.io stops mirroring but does not remove the overrides that it made "
        "in ",
        Label(target), ". They stay in force until they end: remove them there by hand afterwards.",
        without);
  }
  if (!oncall::CanBeChecked(target.provider)) {
    return absl::StrCat("When replica ", id.value(),
                        " is deleted, incident.io stops mirroring into ", Label(target),
                        ". Whether it removes what it wrote there is not known for this provider: "
                        "check there who is on call before you approve, and again afterwards.");
  }
  return absl::StrCat(
      "When replica ", id.value(),
      " is deleted, incident.io removes the overrides that it made in ", Label(target),
      ", unless another replica writes there too. That schedule's own rotation then decides at "
      "once who is paged: ",
      then ? absl::StrCat(Now(*then), " Overrides made by hand stay.")
           : "check there who is on call before you approve.");
}

std::vector<incident::Source> MissingSources(const std::vector<incident::Source>& sources,
                                             const incident::Schedule& schedule) {
  std::vector<incident::Source> missing;
  if (!schedule.has_told_rotations) return missing;
  for (const incident::Source& source : sources) {
    const bool exists = std::ranges::any_of(schedule.rotations, [&](const auto& rotation) {
      return rotation.id == source.rotation_id && HasLayer(rotation, source.layer_id);
    });
    if (!exists) missing.push_back(source);
  }
  std::ranges::sort(missing);
  return missing;
}

std::string MissingSourcesText(const std::vector<incident::Source>& missing,
                               const incident::Schedule& schedule) {
  std::string text =
      absl::StrCat("Schedule ", Named(schedule.name, schedule.id.value()), " does not have:\n");
  for (const incident::Source& source : missing) {
    const incident::Rotation* rotation = FindRotation(schedule, source.rotation_id);
    if (rotation == nullptr) {
      absl::StrAppend(&text, "\n  rotation ", base::CleanText(source.rotation_id.value(), 80));
    } else {
      absl::StrAppend(&text, "\n  layer ", base::CleanText(source.layer_id.value(), 80),
                      " of rotation ", Named(rotation->name, rotation->id.value()));
    }
  }
  absl::StrAppend(&text, "\n\nNobody is mirrored from there. Correct sources; the schedule has:\n");
  return absl::StrCat(text, absl::StrJoin(LanesOf(schedule), ""));
}

}  // namespace schedule_replica
