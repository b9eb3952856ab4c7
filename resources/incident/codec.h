// Between the JSON of the incident.io API and the values of types.h. Unknown members and unknown
// enumeration values are let through, in any order; a missing required member, or one of another
// type, is an error that names it.
#pragma once

#include <string>

#include "resources/http/api_error.h"
#include "resources/http/message.h"
#include "resources/incident/types.h"
#include "resources/json/field.h"

namespace incident {

using json::Json;
using json::Read;

Read<Replica> DecodeReplica(const Json& json);
Read<Schedule> DecodeSchedule(const Json& json);
Read<Entries> DecodeEntries(const Json& json);
Read<User> DecodeUser(const Json& json);
Read<CatalogType> DecodeCatalogType(const Json& json);
Read<CatalogEntry> DecodeCatalogEntry(const Json& json);

// The body of the request that creates it. Spells "jira" as "jsm", always sends the window.
std::string EncodeNewReplica(const NewReplica& wanted);

// Puts the API's own message, request id and field errors into `error`, as far as the body has
// them.
void ReadErrorBody(const http::Response& response, http::ApiError& error);

// When the body of a 429 allows the next request; null when it does not say.
std::optional<absl::Time> RetryAfterInBody(const http::Response& response);

}  // namespace incident
