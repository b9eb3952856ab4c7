#include "sandbox/services/ops_codec.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "base/time.h"
#include "nlohmann/json.hpp"
#include "sandbox/world/calendar.h"

namespace sandbox {
namespace {

using nlohmann::json;
using world::OpsAccount;
using world::OpsSchedule;
using world::Responder;

constexpr int kMostUnits = 1000;

const char* PersonField(OpsVendor vendor) {
  return vendor == OpsVendor::kOpsgenie ? "recipient" : "responder";
}

json ToJson(OpsVendor vendor, const Responder& responder, const OpsAccount& account) {
  json result = {{"type", responder.type}, {"id", responder.id}};
  if (vendor == OpsVendor::kJsm) return result;
  const auto* user = responder.type == "user" ? account.FindUser(responder.id) : nullptr;
  result["name"] = user == nullptr ? responder.id : user->username;
  return result;
}

json Periods(OpsVendor vendor, const std::vector<world::OpsPeriod>& periods,
             const OpsAccount& account, const absl::TimeZone& zone) {
  json rows = json::array();
  for (const auto& period : periods) {
    json row = {{"startDate", OpsTime(period.start, zone)},
                {"endDate", OpsTime(period.end, zone)},
                {"type", period.historical ? "historical" : "default"}};
    if (period.responder.type != "none") {
      row[PersonField(vendor)] = ToJson(vendor, period.responder, account);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

json Rotations(OpsVendor vendor, const OpsSchedule& schedule,
               const std::vector<std::vector<world::OpsPeriod>>& periods, const OpsAccount& account,
               const absl::TimeZone& zone) {
  json rows = json::array();
  for (std::size_t i = 0; i < schedule.rotations.size() && i < periods.size(); ++i) {
    rows.push_back({{"id", schedule.rotations[i].id},
                    {"name", schedule.rotations[i].name},
                    {"order", static_cast<double>(i + 1)},
                    {"periods", Periods(vendor, periods[i], account, zone)}});
  }
  return {{"rotations", rows}};
}

std::vector<std::vector<world::OpsPeriod>> BasePeriods(const OpsSchedule& schedule,
                                                       TimelineRange range) {
  std::vector<std::vector<world::OpsPeriod>> rows;
  for (const auto& timeline : BaseTimeline(schedule, range.from, range.until)) {
    auto& periods = rows.emplace_back();
    for (const auto& shift : timeline) {
      periods.push_back(
          {shift.start, shift.end, false, world::FromTimelineUser(shift.user), shift.override_id});
    }
  }
  return rows;
}

const char* TypeName(world::OpsRotation::Type type) {
  switch (type) {
    case world::OpsRotation::Type::kHourly:
      return "hourly";
    case world::OpsRotation::Type::kDaily:
      return "daily";
    case world::OpsRotation::Type::kWeekly:
      break;
  }
  return "weekly";
}

json Rotation(const world::OpsRotation& rotation) {
  json participants = json::array();
  for (const auto& responder : rotation.participants) {
    participants.push_back({{"type", responder.type}, {"id", responder.id}});
  }
  json result = {{"id", rotation.id},
                 {"name", rotation.name},
                 {"startDate", OpsTime(rotation.start, absl::UTCTimeZone())},
                 {"type", TypeName(rotation.type)},
                 {"length", rotation.length},
                 {"participants", participants}};
  if (rotation.end) result["endDate"] = OpsTime(*rotation.end, absl::UTCTimeZone());
  return result;
}

// Opsgenie names a person by id or username, JSM by id alone.
Responder ReadResponder(OpsVendor vendor, Fields& fields, const OpsAccount& account) {
  const char* name = vendor == OpsVendor::kOpsgenie ? "user" : "responder";
  if (fields.Find(name) == nullptr) fields.Fail(name, "is required.");
  Fields person(fields.Object(name), name);
  Responder responder;
  responder.type = person.TextOr("type", "user");
  responder.id = person.TextOr("id", person.TextOr("username", ""));
  if (const auto* user = account.FindUser(responder.id)) responder.id = user->id;
  return responder;
}

std::string RotationIdOf(const json& reference, const OpsSchedule& schedule) {
  if (reference.is_string()) return reference.get<std::string>();
  Fields fields(reference, "rotation");
  const std::string id = fields.TextOr("id", "");
  const std::string name = fields.TextOr("name", "");
  const auto found =
      std::find_if(schedule.rotations.begin(), schedule.rotations.end(),
                   [&](const auto& rotation) { return !name.empty() && rotation.name == name; });
  return id.empty() && found != schedule.rotations.end() ? found->id : id;
}

}  // namespace

std::string OpsTime(absl::Time time, const absl::TimeZone& zone) {
  std::string text = absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", time, zone);
  if (absl::EndsWith(text, "+00:00")) text.replace(text.size() - 6, 6, "Z");
  return text;
}

tl::expected<TimelineRange, std::string> TimelineRangeOf(const Request& request,
                                                         const absl::TimeZone& zone, absl::Time now,
                                                         bool from_instant) {
  const auto interval = IntegerQuery(request, "interval", 1);
  if (!interval || *interval < 1 || *interval > kMostUnits) {
    return tl::unexpected(std::string("Interval is not valid."));
  }
  const std::string unit = Query(request, "intervalUnit").value_or("weeks");
  const auto date_text = Query(request, "date");
  const auto date = date_text ? base::ParseInstant(*date_text) : now;
  if (!date) return tl::unexpected(std::string("Date is not valid."));

  const auto start = from_instant ? absl::ToCivilSecond(*date, zone)
                                  : absl::CivilSecond(absl::ToCivilDay(*date, zone));
  const auto later = [&start](int months, int days) {
    return absl::CivilSecond(start.year(), start.month() + months, start.day() + days, start.hour(),
                             start.minute(), start.second());
  };
  absl::CivilSecond end = start;
  if (unit == "days") {
    end = later(0, *interval);
  } else if (unit == "weeks") {
    end = later(0, 7 * *interval);
  } else if (unit == "months") {
    end = later(*interval, 0);
  } else {
    return tl::unexpected(std::string("Interval unit is not valid."));
  }
  return TimelineRange{world::FromLocal(start, zone), world::FromLocal(end, zone)};
}

json TimelineJson(OpsVendor vendor, const OpsSchedule& schedule, const OpsAccount& account,
                  TimelineRange range, absl::Time now, bool expand_base) {
  const auto zone = world::ZoneOf(schedule.timezone);
  const auto periods = FinalTimeline(schedule, range.from, range.until, now);
  json result = {{"startDate", OpsTime(range.from, zone)},
                 {"endDate", OpsTime(range.until, zone)},
                 {"finalTimeline", Rotations(vendor, schedule, periods, account, zone)}};
  if (expand_base) {
    result["baseTimeline"] =
        Rotations(vendor, schedule, BasePeriods(schedule, range), account, zone);
  }
  return result;
}

json ToJson(OpsVendor vendor, const OpsSchedule& schedule, bool rotations) {
  json result = {{"id", schedule.id},
                 {"name", schedule.name},
                 {"description", schedule.description},
                 {"timezone", schedule.timezone},
                 {"enabled", schedule.enabled}};
  if (vendor == OpsVendor::kJsm) {
    result["teamId"] = schedule.team_id;
  } else if (!schedule.team_id.empty()) {
    result["ownerTeam"] = {{"id", schedule.team_id}};
  }
  if (rotations) {
    result["rotations"] = json::array();
    for (const auto& rotation : schedule.rotations) {
      result["rotations"].push_back(Rotation(rotation));
    }
  }
  return result;
}

json ToJson(OpsVendor vendor, const world::OpsOverride& value, const OpsSchedule& schedule,
            const OpsAccount& account) {
  const auto zone = absl::UTCTimeZone();
  json result = {{"alias", value.alias},
                 {"startDate", OpsTime(value.start, zone)},
                 {"endDate", OpsTime(value.end, zone)}};
  const json person = ToJson(vendor, value.responder, account);
  if (vendor == OpsVendor::kJsm) {
    result["responder"] = person;
    result["rotationIds"] = value.rotation_ids;
    return result;
  }
  result["user"] = person;
  result["_parent"] = {{"id", schedule.id}, {"name", schedule.name}, {"enabled", schedule.enabled}};
  result["rotations"] = json::array();
  for (const auto& id : value.rotation_ids) result["rotations"].push_back({{"id", id}});
  return result;
}

world::OpsOverride ReadOverride(OpsVendor vendor, Fields& fields, const OpsSchedule& schedule,
                                const OpsAccount& account) {
  world::OpsOverride value;
  value.alias = fields.TextOr("alias", "");
  value.responder = ReadResponder(vendor, fields, account);
  value.start = fields.Moment("startDate");
  value.end = fields.Moment("endDate");
  const char* rotations = vendor == OpsVendor::kOpsgenie ? "rotations" : "rotationIds";
  for (const json& reference : fields.Array(rotations)) {
    value.rotation_ids.push_back(RotationIdOf(reference, schedule));
  }
  return value;
}

}  // namespace sandbox
