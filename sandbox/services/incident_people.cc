// Users of incident.io, and the part of its catalog that says who they are in PagerDuty.
#include <algorithm>

#include "absl/strings/match.h"
#include "nlohmann/json.hpp"
#include "sandbox/services/incident_routes.h"
#include "sandbox/services/incident_service.h"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr int kMostUsers = 10'000;
constexpr int kMostEntries = 250;
constexpr std::string_view kPagerDutyUserType = "01SANDB0XPAGERDUTYUSERTYPE";
constexpr std::string_view kScheduleType = "01SANDB0XSCHEDULETYPE00000";
constexpr std::string_view kEmailAttribute = "01SANDB0XATTREMAIL00000000";
constexpr std::string_view kUserAttribute = "01SANDB0XATTRUSER000000000";

json Attribute(std::string_view id, std::string_view name, std::string_view type) {
  return {{"id", id}, {"name", name}, {"type", type}, {"array", false}, {"mode", ""}};
}

json CatalogType(std::string_view id, std::string_view name, std::string_view registry_type,
                 json attributes, std::size_t count) {
  json required = json::array();
  if (registry_type == "PagerDutyUser") required.push_back("pager_duty");
  return {{"id", id},
          {"name", name},
          {"description", ""},
          {"type_name", registry_type},
          {"engine_resource_type", "CatalogEntry[\"" + std::string(registry_type) + "\"]"},
          {"registry_type", registry_type},
          {"is_editable", false},
          {"schema", {{"version", 1}, {"attributes", std::move(attributes)}}},
          {"estimated_count", count},
          {"required_integrations", std::move(required)},
          {"annotations", json::object()},
          {"ranked", false}};
}

std::vector<json> CatalogTypes(const world::World& world) {
  return {CatalogType(kPagerDutyUserType, "PagerDuty User", "PagerDutyUser",
                      {Attribute(kEmailAttribute, "Email", "String"),
                       Attribute(kUserAttribute, "User", "User")},
                      world.pagerduty().users().size()),
          CatalogType(kScheduleType, "Schedule", "Schedule", json::array(),
                      world.incident().schedules().size())};
}

json CatalogEntry(std::string_view type, std::string_view id, std::string_view external_id,
                  std::string_view name, json values) {
  return {{"id", id},
          {"catalog_type_id", type},
          {"name", name},
          {"external_id", external_id},
          {"aliases", json::array()},
          {"rank", 0},
          {"attribute_values", std::move(values)}};
}

json Value(std::string_view literal, std::string_view label) {
  return {{"value", {{"literal", literal}, {"label", label}}}};
}

bool Is(const json& entry, const char* field, const std::string& text) {
  return entry.contains(field) && entry[field] == text;
}

const json* FindById(const std::vector<json>& rows, const std::string& id) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const json& row) { return Is(row, "id", id); });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

Answer IncidentService::ListUsers(const Call& call) {
  const auto size = PageSizeOf(call.request, kMostUsers);
  if (!size) {
    return Error(422, "validation_error", "invalid_value", "page_size must be between 1 and 10000",
                 "page_size");
  }
  const auto email = Query(call.request, "email");
  const auto slack = Query(call.request, "slack_user_id");
  const bool inactive = Query(call.request, "include_inactive") == "true";
  std::vector<const world::User*> matching;
  std::vector<std::string> ids;
  for (const auto& user : world_.incident().users()) {
    if (!user.is_active && !inactive) continue;
    if (email && !absl::EqualsIgnoreCase(user.email, *email)) continue;
    if (slack && user.slack_user_id != *slack) continue;
    matching.push_back(&user);
    ids.push_back(user.id);
  }
  const Slice slice = PageOf(call.request, ids, *size);
  json rows = json::array();
  for (std::size_t i = slice.begin; i < slice.end; ++i) rows.push_back(ToJson(*matching[i]));
  return JsonAnswer(200, {{"users", rows}, {"pagination_meta", PaginationMeta(ids, slice, *size)}});
}

Answer IncidentService::ShowUser(const Call& call) {
  const auto* user = world_.incident().FindUser(call.captures[0]);
  if (user == nullptr) return Error(404, "not_found", "not_found", "User not found");
  return JsonAnswer(200, {{"user", ToJson(*user)}});
}

Answer IncidentService::ListCatalogTypes(const Call& /*call*/) {
  return JsonAnswer(200, {{"catalog_types", CatalogTypes(world_)}});
}

Answer IncidentService::ShowCatalogType(const Call& call) {
  const auto types = CatalogTypes(world_);
  const json* type = FindById(types, call.captures[0]);
  if (type == nullptr) return Error(404, "not_found", "not_found", "Catalog type not found");
  return JsonAnswer(200, {{"catalog_type", *type}});
}

std::vector<json> IncidentService::CatalogEntries(std::string_view type_id) const {
  std::vector<json> rows;
  if (type_id == kPagerDutyUserType) {
    for (const auto& user : world_.mirroring().PagerDutyCatalog()) {
      json values = {{std::string(kEmailAttribute), Value(user.email, user.email)}};
      const auto* linked = world_.incident().FindUser(user.user_id);
      if (linked != nullptr) {
        values[std::string(kUserAttribute)] = Value(linked->id, linked->name);
      }
      rows.push_back(CatalogEntry(type_id, user.id, user.external_id, user.name, values));
    }
  } else if (type_id == kScheduleType) {
    for (const auto& schedule : world_.incident().schedules()) {
      rows.push_back(CatalogEntry(type_id, world::UlidFor("catalog " + schedule.id), schedule.id,
                                  schedule.name, json::object()));
    }
  }
  return rows;
}

Answer IncidentService::ListCatalogEntries(const Call& call) {
  const auto type_id = Query(call.request, "catalog_type_id");
  const auto size = PageSizeOf(call.request, kMostEntries);
  for (const char* required : {"catalog_type_id", "page_size"}) {
    if (!Query(call.request, required)) {
      return Error(422, "validation_error", "is_required", std::string(required) + " is required",
                   required);
    }
  }
  if (!size) {
    return Error(422, "validation_error", "invalid_value", "page_size must be between 1 and 250",
                 "page_size");
  }
  const auto types = CatalogTypes(world_);
  const json* type = FindById(types, *type_id);
  if (type == nullptr) return Error(404, "not_found", "not_found", "Catalog type not found");

  auto rows = CatalogEntries(*type_id);
  if (const auto wanted = Query(call.request, "identifier")) {
    std::erase_if(rows, [&](const json& row) {
      return !Is(row, "id", *wanted) && !Is(row, "external_id", *wanted);
    });
  }
  std::vector<std::string> ids;
  for (const json& row : rows) ids.push_back(row["id"].get<std::string>());
  const Slice slice = PageOf(call.request, ids, *size);
  json page = json::array();
  for (std::size_t i = slice.begin; i < slice.end; ++i) page.push_back(rows[i]);
  return JsonAnswer(200, {{"catalog_type", *type},
                          {"catalog_entries", page},
                          {"pagination_meta", PaginationMeta(ids, slice, *size)}});
}

Answer IncidentService::ShowCatalogEntry(const Call& call) {
  for (const json& type : CatalogTypes(world_)) {
    const auto rows = CatalogEntries(type["id"].get<std::string>());
    if (const json* row = FindById(rows, call.captures[0])) {
      return JsonAnswer(200, {{"catalog_type", type}, {"catalog_entry", *row}});
    }
  }
  return Error(404, "not_found", "not_found", "Catalog entry not found");
}

}  // namespace sandbox
