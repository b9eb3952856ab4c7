#include "resources/oncall/error_text.h"

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "resources/incident/types.h"
#include "resources/mirror/summary.h"
#include "resources/oncall/arguments.h"

namespace oncall {
namespace {

using http::ApiError;
using http::ApiErrorKind;

std::string WithoutFullStop(std::string sentence) {
  if (sentence.ends_with('.')) sentence.pop_back();
  return sentence;
}

bool IsReading(const ApiError& error) { return error.tried.starts_with("GET "); }

std::string Denied(const ApiError& error) {
  if (error.status == 0) return "Provide it, and run the command again.";
  if (error.status == 401) {
    return "The API key is not accepted: check api_key in the provider block, or the environment "
           "variable INCIDENT_API_KEY.";
  }
  return absl::StrCat(
      IsReading(error) ? "The API key may not read this. It needs schedules_reader for schedules "
                         "and replicas, viewer for users and catalog_viewer for the catalog. Give "
                         "it that role"
                       : "The API key may not change this. Give it the role schedules_editor",
      ", or use another key (api_key in the provider block, or the environment variable "
      "INCIDENT_API_KEY).");
}

// How the credential of a system is given.
struct Credential {
  std::string object;  // in the provider block
  std::string where;
  // What else decides whose schedules are seen; may be empty.
  std::string site;
};

Credential CredentialFor(std::string_view provider) {
  const std::string_view normalised = incident::NormalisedProvider(provider);
  if (normalised == "opsgenie") {
    return {"opsgenie",
            "opsgenie.api_key in the provider block, or the environment variable OPSGENIE_API_KEY",
            ""};
  }
  if (normalised == "jsm") {
    return {"jsm",
            "jsm.email and jsm.api_token in the provider block, or the environment variables "
            "ATLASSIAN_OPS_API_EMAIL_ADDRESS and ATLASSIAN_OPS_API_TOKEN",
            "jsm.cloud_id in the provider block, or the environment variable "
            "ATLASSIAN_OPS_CLOUD_ID"};
  }
  return {"pagerduty",
          "pagerduty.token in the provider block, or the environment variable PAGERDUTY_TOKEN", ""};
}

std::string NotFound(const Credential& credential) {
  if (credential.site.empty()) {
    return absl::StrCat(
        "Check replica_provider_id, and that the credential is one of the account that has this "
        "schedule (",
        credential.where, ").");
  }
  return absl::StrCat("Check replica_provider_id, the site (", credential.site,
                      "), and that the credential is one of that site (", credential.where, ").");
}

}  // namespace

std::string WhatHappened(const ApiError& error) {
  const std::string message = WithoutFullStop(error.message);
  const std::string attempts =
      error.attempts > 1 ? absl::StrCat(" after ", error.attempts, " attempts") : "";
  if (error.tried.empty()) return absl::StrCat(message, attempts, ".");
  if (error.status == 0) {
    return absl::StrCat(error.tried, " brought no answer", attempts, ": ", message, ".");
  }
  // Where the API had no words of its own, the message is the status.
  const bool has_words = message != absl::StrCat("HTTP status ", error.status);
  return absl::StrCat(error.tried, " answered ", error.status, attempts, has_words ? ": " : "",
                      has_words ? message : "", ".");
}

std::string WhatToDo(const ApiError& error) {
  switch (error.kind) {
    case ApiErrorKind::kNotFound:
      return "Check the id, and that the API key belongs to the organisation that has it.";
    case ApiErrorKind::kDenied:
      return Denied(error);
    case ApiErrorKind::kThrottled:
      return "The API's request limit stayed exhausted. Try again later; if it happens often, "
             "lower requests_per_minute or raise retry_timeout in the provider block.";
    case ApiErrorKind::kInvalid:
      return IsReading(error) ? "Correct what the API refuses, and run the command again."
                              : "Correct what the API refuses, and apply again.";
    case ApiErrorKind::kConflict:
      return IsReading(error)
                 ? "Something else has changed it at the same time. Run the command again."
                 : "Something else has changed it at the same time. Plan and apply again.";
    case ApiErrorKind::kUnavailable:
      return error.status == 0
                 ? "Check the network and endpoint in the provider block, then try again."
                 : "Try again later; https://status.incident.io says whether there is an outage.";
    case ApiErrorKind::kGarbled:
      return "This is not what the incident.io API sends. Check endpoint in the provider block, "
             "and whether a proxy or a sign-in page answers in its place.";
    case ApiErrorKind::kCancelled:
      return "Run the command again to finish.";
  }
  return "Try again.";
}

std::string WhatToDoAboutList(const ApiError& error) {
  if (error.kind != ApiErrorKind::kNotFound) return WhatToDo(error);
  return "incident.io always has this list. Check endpoint in the provider block, and whether a "
         "proxy answers in its place.";
}

std::string WhatToDo(const ApiError& error, std::string_view provider) {
  const std::string system = SystemName(provider);
  const Credential credential = CredentialFor(provider);
  switch (error.kind) {
    case ApiErrorKind::kNotFound:
      return NotFound(credential);
    case ApiErrorKind::kDenied:
      if (error.status == 401) {
        return absl::StrCat(
            system, " does not accept the credential: check ", credential.where,
            credential.site.empty()
                ? absl::StrCat(", and that ", credential.object, ".region is that of the account.")
                : ".");
      }
      return absl::StrCat(
          "The credential may not read this schedule. Give it read access, or use "
          "another one (",
          credential.where, ").");
    case ApiErrorKind::kThrottled:
      return absl::StrCat("The request limit of ", system,
                          " stayed exhausted. Try again later, or raise retry_timeout in the "
                          "provider block.");
    case ApiErrorKind::kInvalid:
    case ApiErrorKind::kConflict:
      return credential.site.empty()
                 ? absl::StrCat("Check replica_provider_id and ", credential.object,
                                ".region in the provider block.")
                 : absl::StrCat("Check replica_provider_id and the site (", credential.site, ").");
    case ApiErrorKind::kUnavailable:
      if (error.status != 0) return absl::StrCat(system, " has an outage. Try again later.");
      return absl::StrCat("Check the network and ", credential.object,
                          ".endpoint in the provider block, then try again.");
    case ApiErrorKind::kGarbled:
      return absl::StrCat("This is not what the API of ", system, " sends. Check ",
                          credential.object,
                          ".endpoint in the provider block, and whether a proxy or a sign-in page "
                          "answers in its place.");
    case ApiErrorKind::kCancelled:
      return "Run the command again.";
  }
  return "Try again.";
}

std::string ToSummary(std::string_view text) {
  std::string whole = base::CleanText(text);
  if (base::DisplayWidth(whole) <= mirror::kSummaryWidth) return whole;
  // No character is wider than its bytes.
  return base::CleanText(whole, mirror::kSummaryWidth);
}

std::string NoAccessDetail(const NoAccess& no_access) {
  if (no_access.reason == NoAccess::Reason::kUnknown) {
    return absl::StrCat("incident.io cannot be asked yet: ", no_access.attribute,
                        " in the provider block is only known after apply. Apply what it comes "
                        "from first, with -target.");
  }
  return absl::StrCat("incident.io cannot be asked without an API key. Set ", no_access.attribute,
                      " in the provider block, or the environment variable ", no_access.variable,
                      ".");
}

std::string ErrorDetail(const ApiError& error) { return ErrorDetail(error, WhatToDo(error)); }

std::string ErrorDetail(const ApiError& error, const std::string& advice) {
  std::string detail = absl::StrCat(WhatHappened(error), "\n\n", advice);
  if (!error.request_id.empty()) absl::StrAppend(&detail, "\n\nRequest id: ", error.request_id);
  return detail;
}

}  // namespace oncall
