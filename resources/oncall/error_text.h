// The part of an error message that every surface words alike: what was tried, what came back, what
// to do, and the request id last. Pure functions; the texts are clean.
#pragma once

#include <string>
#include <string_view>

#include "resources/http/api_error.h"
#include "resources/oncall/settings.h"

namespace oncall {

// "GET /v2/schedules/01ABC answered 404: no such schedule.", or for want of an answer "... brought
// no answer: connection refused.", with the number of attempts when there were several.
std::string WhatHappened(const http::ApiError& error);

// What to do about it, when that does not depend on the object: check the key, wait, ask the
// vendor. A full sentence; never empty. What failed to be read has changed nothing, and is only
// read again. 401 and 403 name the attribute and the variable.
std::string WhatToDo(const http::ApiError& error);

// The same for a list, in which nobody has asked for an id.
std::string WhatToDoAboutList(const http::ApiError& error);

// The same about the system of `provider`, whose credentials and endpoint are attributes of their
// own.
std::string WhatToDo(const http::ApiError& error, std::string_view provider);

// `text` as the first line of a diagnostic: clean, and at most 60 columns wide.
std::string ToSummary(std::string_view text);

// Why incident.io cannot be asked, and what to do about it.
std::string NoAccessDetail(const NoAccess& no_access);

// "WhatHappened `advice` Request id: abc." `advice` defaults to WhatToDo(error).
std::string ErrorDetail(const http::ApiError& error);
std::string ErrorDetail(const http::ApiError& error, const std::string& advice);

}  // namespace oncall
