#include "resources/oncall/testing/fake_incident.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/time.h"

namespace oncall {
namespace {

using http::Method;
using incident::Replica;

std::string Quoted(const std::string& text) { return absl::StrCat("\"", text, "\""); }

std::string Member(const std::string& name, const std::string& json) {
  return absl::StrCat(Quoted(name), ":", json);
}

std::string Object(const std::vector<std::string>& members) {
  return absl::StrCat("{", absl::StrJoin(members, ","), "}");
}

template <typename List, typename Write>
std::string Array(const List& list, Write write) {
  std::vector<std::string> elements;
  for (const auto& element : list) elements.push_back(write(element));
  return absl::StrCat("[", absl::StrJoin(elements, ","), "]");
}

std::string SourceJson(const incident::Source& source) {
  return Object({Member("rotation_id", Quoted(source.rotation_id.value())),
                 Member("layer_id", Quoted(source.layer_id.value()))});
}

std::string UserStatusJson(const incident::UserStatus& status) {
  return Object(
      {Member("user_id", Quoted(status.user_id.value())),
       Member("external_user_id",
              status.external_user_id ? Quoted(status.external_user_id->value()) : "null")});
}

std::string ReplicaJson(const Replica& replica) {
  std::vector<std::string> members{
      Member("id", Quoted(replica.id.value())),
      Member("schedule_id", Quoted(replica.schedule_id.value())),
      Member("sources", Array(replica.sources, SourceJson)),
      Member("replica_provider", Quoted(replica.provider)),
      Member("replica_provider_id", Quoted(replica.provider_id.value())),
      Member("replica_fallback_user_id", Quoted(replica.fallback_user_id.value())),
      Member("mirror_window_days", absl::StrCat(replica.mirror_window_days)),
      Member("user_statuses", Array(replica.user_statuses, UserStatusJson)),
      Member("created_at", Quoted(base::FormatInstant(replica.created_at))),
      Member("updated_at", Quoted(base::FormatInstant(replica.updated_at)))};
  if (replica.last_synced_at) {
    members.push_back(
        Member("last_synced_at", Quoted(base::FormatInstant(*replica.last_synced_at))));
  }
  if (replica.last_sync_error) {
    members.push_back(Member("last_sync_error", Quoted(*replica.last_sync_error)));
  }
  return Object(members);
}

std::string LayerJson(const incident::Layer& layer) {
  return Object({Member("id", Quoted(layer.id.value())), Member("name", Quoted(layer.name))});
}

std::string RotationJson(const incident::Rotation& rotation) {
  return Object({Member("id", Quoted(rotation.id.value())), Member("name", Quoted(rotation.name)),
                 Member("layers", Array(rotation.layers, LayerJson))});
}

std::string ScheduleJson(const incident::Schedule& schedule) {
  return Object(
      {Member("id", Quoted(schedule.id.value())), Member("name", Quoted(schedule.name)),
       Member("timezone", Quoted(schedule.timezone)),
       Member("config", Object({Member("rotations", Array(schedule.rotations, RotationJson))})),
       Member("created_at", Quoted(base::FormatInstant(schedule.created_at))),
       Member("updated_at", Quoted(base::FormatInstant(schedule.updated_at)))});
}

constexpr char kHost[] = "api.incident.io";

constexpr char kCatalogTypes[] =
    R"({"catalog_types":[{"id":"CT1","registry_type":"PagerDutyUser"}]})";
constexpr char kCatalogEntries[] =
    R"({"catalog_entries":[{"id":"CE0","external_id":"PGONE","archived_at":"2026-01-01T00:00:00Z",
        "attribute_values":{"user":{"array_value":[],"value":{"literal":"U1"}}}},
      {"id":"CE1","external_id":"PU1",
        "attribute_values":{"user":{"array_value":[],"value":{"literal":"U1"}}}}]})";

Settings SettingsWith(DriftCheck drift_check) {
  return {.incident = incident::Options{{{.scheme = "https", .host = kHost}}, "inc_key"},
          .drift_check = drift_check};
}

// The texts that stand behind `"name":` in a body of our own codec, without quotes.
std::vector<std::string> ValuesOf(const std::string& body, const std::string& name) {
  std::vector<std::string> values;
  const std::string key = absl::StrCat(Quoted(name), ":");
  for (auto at = body.find(key); at != std::string::npos; at = body.find(key, at + 1)) {
    auto begin = at + key.size();
    if (body[begin] == '"') ++begin;
    values.push_back(body.substr(begin, body.find_first_of("\",}", begin) - begin));
  }
  return values;
}

std::string ValueOf(const std::string& body, const std::string& name) {
  const auto values = ValuesOf(body, name);
  return values.empty() ? "" : values.front();
}

}  // namespace

std::string ErrorBody(const std::string& message, const std::string& field) {
  std::vector<std::string> error{Member("code", Quoted("invalid_value")),
                                 Member("message", Quoted(message))};
  if (!field.empty()) {
    error.push_back(Member("source", Object({Member("field", Quoted(field))})));
  }
  return Object({Member("request_id", Quoted("req-1")),
                 Member("errors", absl::StrCat("[", Object(error), "]"))});
}

void FakeIncident::AddSchedule(const std::string& id, const std::string& name) {
  const std::lock_guard lock(mutex_);
  schedules_.push_back(
      {.id = ids::ScheduleId(id),
       .name = name,
       .timezone = "Europe/London",
       .rotations = {{.id = ids::RotationId("R1"),
                      .name = "Weekly",
                      .layers = {{ids::LayerId("L1"), "A"}, {ids::LayerId("L2"), "B"}}}},
       .created_at = clock_->Now(),
       .updated_at = clock_->Now()});
}

ids::ReplicaId FakeIncident::AddReplica(const incident::NewReplica& wanted, absl::Duration age) {
  const std::lock_guard lock(mutex_);
  Replica& replica = Make(wanted, age);
  if (age > absl::ZeroDuration()) replica.last_synced_at = clock_->Now();
  return replica.id;
}

Replica& FakeIncident::Make(const incident::NewReplica& wanted, absl::Duration age) {
  const absl::Time created = clock_->Now() - age;
  replicas_.push_back({.id = ids::ReplicaId(absl::StrCat("rep", ++made_)),
                       .schedule_id = wanted.schedule_id,
                       .sources = wanted.sources,
                       .provider = wanted.provider,
                       .provider_id = wanted.provider_id,
                       .fallback_user_id = wanted.fallback_user_id,
                       .mirror_window_days = wanted.mirror_window_days,
                       .user_statuses = {{ids::UserId("U1"), ids::ExternalUserId("PU1")}},
                       .created_at = created,
                       .updated_at = created});
  return replicas_.back();
}

void FakeIncident::Remove(const ids::ReplicaId& id) {
  const std::lock_guard lock(mutex_);
  std::erase_if(replicas_, [&](const Replica& replica) { return replica.id == id; });
}

void FakeIncident::Change(const ids::ReplicaId& id, const std::function<void(Replica&)>& change) {
  const std::lock_guard lock(mutex_);
  for (Replica& replica : replicas_) {
    if (replica.id == id) change(replica);
  }
}

std::vector<Replica> FakeIncident::replicas() const {
  const std::lock_guard lock(mutex_);
  return replicas_;
}

std::string FakeIncident::ids() const {
  std::vector<std::string> ids;
  for (const Replica& replica : replicas()) ids.push_back(replica.id.value());
  return absl::StrJoin(ids, " ");
}

void FakeIncident::Expect(Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(std::move(fault));
}

void FakeIncident::OnShow(std::function<void(Replica&, int)> on_show) {
  const std::lock_guard lock(mutex_);
  on_show_ = std::move(on_show);
  shown_ = 0;
}

std::vector<std::string> FakeIncident::TakeLog() {
  const std::lock_guard lock(mutex_);
  return std::exchange(log_, {});
}

void FakeIncident::SetTimezone(const std::string& name) {
  const std::lock_guard lock(mutex_);
  for (incident::Schedule& schedule : schedules_) schedule.timezone = name;
}

void FakeIncident::SetShifts(std::vector<Shift> shifts) {
  const std::lock_guard lock(mutex_);
  shifts_ = std::move(shifts);
}

void FakeIncident::AnswerOthers(std::function<http::Response(const http::Request&)> answer) {
  const std::lock_guard lock(mutex_);
  others_ = std::move(answer);
}

http::Answer FakeIncident::Send(const http::Endpoint& endpoint, const http::Request& request,
                                const http::SendLimits&, const std::stop_token& stop) {
  const std::lock_guard lock(mutex_);
  if (stop.stop_requested()) {
    return tl::unexpected(
        http::TransportError{http::TransportErrorKind::kCancelled, "it was cancelled", false});
  }
  const std::string line =
      absl::StrCat(std::string(http::MethodName(request.method)), " ", request.path);
  if (endpoint.host != kHost) {
    log_.push_back(absl::StrCat(endpoint.host, ": ", line));
    return others_ ? others_(request) : Answer(404, "{}");
  }
  log_.push_back(line);

  const auto fault = std::ranges::find_if(faults_, [&](Fault& candidate) {
    return candidate.method == request.method && candidate.skip-- <= 0;
  });
  if (fault == faults_.end()) return Act(request);
  const Fault now = *fault;
  if (--fault->times <= 0) faults_.erase(fault);
  if (now.after_effect) Act(request);
  if (now.also) now.also();
  if (now.status != 0) return Answer(now.status, now.body);
  return tl::unexpected(http::TransportError{http::TransportErrorKind::kReset,
                                             "the connection ended before the answer", true});
}

http::Response FakeIncident::Act(const http::Request& request) {
  const std::vector<std::string> path = absl::StrSplit(request.path, '/');
  if (request.path == "/v2/schedule_entries") return Entries();
  if (request.path == "/v3/catalog_types") return Answer(200, kCatalogTypes);
  if (request.path == "/v3/catalog_entries") return Answer(200, kCatalogEntries);
  const std::string schedule = path.size() > 3 ? path[3] : "";
  if (path.size() >= 5) {
    return ActOnReplicas(schedule, path.size() > 5 ? path[5] : "", request);
  }
  const auto found =
      std::ranges::find(schedules_, ids::ScheduleId(schedule), &incident::Schedule::id);
  if (found == schedules_.end()) return Answer(404, ErrorBody("no such schedule"));
  return Answer(200, Object({Member("schedule", ScheduleJson(*found))}));
}

http::Response FakeIncident::Entries() const {
  const auto entry = [&](const Shift& shift) {
    std::vector<std::string> members{
        Member("rotation_id", Quoted("R1")), Member("layer_id", Quoted("L1")),
        Member("start_at", Quoted(base::FormatInstant(clock_->Now() + shift.from))),
        Member("end_at", Quoted(base::FormatInstant(clock_->Now() + shift.to)))};
    if (!shift.user.empty()) {
      const std::string name = shift.user == "U1" ? "Ann" : shift.user;
      members.push_back(
          Member("user", Object({Member("id", Quoted(shift.user)), Member("name", Quoted(name))})));
    }
    return Object(members);
  };
  return Answer(
      200, Object({Member("schedule_entries", Object({Member("final", Array(shifts_, entry))}))}));
}

http::Response FakeIncident::ActOnReplicas(const std::string& schedule, const std::string& replica,
                                           const http::Request& request) {
  const bool exists = std::ranges::find(schedules_, ids::ScheduleId(schedule),
                                        &incident::Schedule::id) != schedules_.end();
  if (!exists) return Answer(404, ErrorBody("no such schedule"));
  if (request.method == Method::kPost) return Create(schedule, request.body);
  if (replica.empty()) {
    std::vector<Replica> listed;
    for (const Replica& each : replicas_) {
      if (each.schedule_id.value() == schedule && each.id != hidden_) listed.push_back(each);
    }
    return Answer(200, Object({Member("schedule_replicas", Array(listed, ReplicaJson))}));
  }
  const auto found = std::ranges::find_if(replicas_, [&](const Replica& each) {
    return each.schedule_id.value() == schedule && each.id.value() == replica;
  });
  if (found == replicas_.end()) return Answer(404, ErrorBody("no such replica"));
  if (request.method == Method::kDelete) {
    replicas_.erase(found);
    return Answer(204, "");
  }
  if (on_show_) on_show_(*found, ++shown_);
  return Answer(200, Object({Member("schedule_replica", ReplicaJson(*found))}));
}

http::Response FakeIncident::Create(const std::string& schedule, const std::string& body) {
  incident::NewReplica wanted{
      .schedule_id = ids::ScheduleId(schedule),
      .sources = {},
      .provider = ValueOf(body, "replica_provider"),
      .provider_id = ids::ExternalScheduleId(ValueOf(body, "replica_provider_id")),
      .fallback_user_id = ids::ExternalUserId(ValueOf(body, "replica_fallback_user_id")),
      .mirror_window_days = std::atoi(ValueOf(body, "mirror_window_days").c_str())};
  const auto rotations = ValuesOf(body, "rotation_id");
  const auto layers = ValuesOf(body, "layer_id");
  for (std::size_t i = 0; i < std::min(rotations.size(), layers.size()); ++i) {
    wanted.sources.push_back({ids::RotationId(rotations[i]), ids::LayerId(layers[i])});
  }
  const bool is_twin = std::ranges::any_of(
      replicas_, [&](const Replica& other) { return TargetOf(other) == TargetOf(wanted); });
  if (refuses_twins_ && is_twin) {
    return Answer(409, ErrorBody("this external schedule has a replica already"));
  }
  return Answer(
      201, Object({Member("schedule_replica", ReplicaJson(Make(wanted, absl::ZeroDuration())))}));
}

http::Response FakeIncident::Answer(int status, std::string body) const {
  const std::string date =
      absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", clock_->Now(), absl::UTCTimeZone());
  return {status, {{"Content-Type", "application/json"}, {"Date", date}}, std::move(body)};
}

std::shared_ptr<OnCall> FakeWorld::Configured(DriftCheck drift_check) const {
  return std::make_shared<OnCall>(SettingsWith(drift_check), Platform());
}

std::shared_ptr<OnCall> FakeWorld::WithPagerDuty(DriftCheck drift_check) const {
  Settings settings = SettingsWith(drift_check);
  settings.pagerduty = pagerduty::Options{{{.scheme = "https", .host = "pagerduty"}}, "token"};
  return std::make_shared<OnCall>(std::move(settings), Platform());
}

std::shared_ptr<OnCall> FakeWorld::WithJsm() const {
  Settings settings = SettingsWith(DriftCheck::kWarn);
  settings.jsm = jsm::Options{{{.scheme = "https", .host = "jsm"}}, "cloud", "a@b.c", "token"};
  return std::make_shared<OnCall>(std::move(settings), Platform());
}

http::Platform FakeWorld::Platform() const {
  return {incident, clock, [] { return 0.5; }};
}

incident::NewReplica WantedOn(const std::string& target) {
  return {.schedule_id = ids::ScheduleId("S1"),
          .sources = {{ids::RotationId("R1"), ids::LayerId("L1")}},
          .provider = "pagerduty",
          .provider_id = ids::ExternalScheduleId(target),
          .fallback_user_id = ids::ExternalUserId("PFALL"),
          .mirror_window_days = 14};
}

}  // namespace oncall
