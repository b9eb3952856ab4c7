#include "provider/engine/resource_calls.h"

#include <exception>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/engine/plan.h"
#include "provider/engine/plan_rules.h"
#include "provider/engine/request.h"
#include "provider/engine/walk.h"
#include "provider/sdk/foreign_state.h"

namespace tf::engine {
namespace {

void Delete(const AnyResource& resource, CallData& call, ApplyAnswer& answer) {
  const PrivateData private_before = call.private_data;
  if (call.prior.is_known()) resource.Delete(call);
  // An error without a state keeps the object and its private data, unless there is something new
  // to remember.
  if (call.diagnostics.has_error() && !(call.private_data == private_before)) {
    answer.state = Encode(call.prior, resource.schema());
    answer.private_data = call.private_data.Encode();
  }
}

// Of the exception that is being handled.
std::string WhatItSays() {
  try {
    throw;
  } catch (const std::exception& error) {
    return absl::StrCat(" It says: ", base::CleanText(error.what()), ".");
  } catch (...) {
    return "";  // what is no std::exception says nothing
  }
}

void CreateOrUpdate(const AnyResource& resource, CallData& call) {
  RefuseUnknownArguments(resource.schema(), call.planned, call.diagnostics);
  if (call.diagnostics.has_error()) return;
  const bool is_create = call.prior.is_null();
  try {
    is_create ? resource.Create(call) : resource.Update(call);
  } catch (...) {
    // An object that exists has to reach the state. Without one the call simply failed.
    if (!call.kept) throw;
    AddBug(call.diagnostics, absl::StrCat("It failed after the object existed.", WhatItSays()));
  }
  if (call.kept || call.diagnostics.has_error()) return;
  AddBug(call.diagnostics, is_create ? "It created nothing and said nothing."
                                     : "It changed nothing and said nothing.");
}

// Whether a state that another schema wrote has become one of ours, which it then fits.
bool TookOver(const Schema& schema, CallData& call) {
  if (!call.kept || call.diagnostics.has_error()) return false;
  CheckState(schema, *call.kept, call.diagnostics);
  return !call.diagnostics.has_error();
}

void RefuseVersion(const UpgradeRequest& request, const Schema& schema, Diagnostics& diagnostics) {
  if (diagnostics.has_error()) return;
  diagnostics.AddError(
      "State of another version",
      absl::StrCat("The state of ", base::CleanText(request.type_name),
                   " was written with version ", request.version,
                   " of its schema. This provider knows version ", schema.version(),
                   " and cannot read it. Use the version of the provider that wrote it."));
}

void RefuseMove(const MoveRequest& request, Diagnostics& diagnostics) {
  if (diagnostics.has_error()) return;
  const std::string source = base::CleanText(request.source.type_name);
  const std::string target = base::CleanText(request.type_name);
  diagnostics.AddError(
      absl::StrCat("Cannot move \"", source, "\" to \"", target, "\""),
      absl::StrCat("A resource ", target, " cannot take over the state of a resource ", source,
                   " of ", base::CleanText(request.source.provider),
                   ". Use an import block for the new resource and a removed block for the old "
                   "one."));
}

}  // namespace

bool IsConfigured(CallData& call) {
  if (call.configured) return true;
  call.diagnostics.AddError(
      "The provider is not configured",
      "Terraform asked for this before it configured the provider. This is a bug in Terraform or "
      "in the provider; please report it.");
  return false;
}

void Upgrade(const AnyResource& resource, const UpgradeRequest& request, CallData& call,
             UpgradeAnswer& answer) {
  const Schema& schema = resource.schema();
  call.foreign = {.provider = {},
                  .type_name = request.type_name,
                  .version = request.version,
                  .json = request.state};
  if (request.version == schema.version()) {
    call.kept = internal::ReadForeign(call.foreign, schema.type(), call.diagnostics);
    if (!call.kept) return;
  } else {
    if (request.version < schema.version()) resource.Upgrade(call);
    if (!TookOver(schema, call)) return RefuseVersion(request, schema, call.diagnostics);
  }
  answer.state = Encode(*call.kept, schema);
  if (!call.configured) return;
  call.prior = *std::move(call.kept);
  resource.NoteStored(call);
}

void Move(const AnyResource& resource, const MoveRequest& request, CallData& call,
          MoveAnswer& answer) {
  call.foreign = request.source;
  resource.Move(call);
  if (!TookOver(resource.schema(), call)) return RefuseMove(request, call.diagnostics);
  answer.state = Encode(*call.kept, resource.schema());
}

void Read(const AnyResource& resource, const ReadRequest& request, CallData& call,
          ReadAnswer& answer) {
  const Schema& schema = resource.schema();
  answer.state = std::string(request.state.msgpack);
  answer.private_data = std::string(request.private_data);
  RequestReader read(schema, call.diagnostics);
  call.prior = read.ReadObject(request.state, "state");
  call.private_data = ReadPrivate(request.private_data, call.diagnostics);
  if (read.failed() || !IsConfigured(call)) return;
  resource.Read(call);
  if (call.diagnostics.has_error()) return;
  if (call.gone) {
    answer.state.clear();
  } else if (call.kept) {
    KeepSpelling(schema.attributes(), call.prior, *call.kept);
    CheckState(schema, *call.kept, call.diagnostics);
    if (call.diagnostics.has_error()) return;
    answer.state = Encode(*call.kept, schema);
  } else {
    return AddBug(call.diagnostics, "It read the object and said nothing about it.");
  }
  answer.private_data = call.private_data.Encode();
}

void Plan(const AnyResource& resource, const PlanRequest& request, CallData& call,
          PlanAnswer& answer) {
  const Schema& schema = resource.schema();
  RequestReader read(schema, call.diagnostics);
  call.prior = read.Read(request.prior, "prior state");
  call.planned = read.Read(request.proposed, "proposed state");
  call.config = read.Read(request.config, "configuration");
  if (read.failed()) return;
  call.private_data = ReadPrivate(request.prior_private, call.diagnostics);
  // No bytes may also mean that the plan phase left nothing; only apply allows deferrals then.
  if (!request.planned_private.empty() ||
      (call.client.store_planned_private && call.client.deferral_allowed)) {
    call.planned_before = ReadPrivate(request.planned_private, call.diagnostics);
  }
  if (call.planned.is_null()) {
    if (call.prior.is_known() && call.configured) resource.PlanDestroy(call);
  } else if (!call.planned.is_known() || !call.config.is_known()) {
    AddBug(call.diagnostics, "It was asked to plan without a configuration.");
  } else {
    PlanChange(resource, call);
    answer.planned = Encode(call.planned, schema);
    answer.requires_replace = std::move(call.replace);
  }
  answer.planned_private = call.private_data.Encode();
}

void Apply(const AnyResource& resource, const ApplyRequest& request, CallData& call,
           ApplyAnswer& answer) {
  const Schema& schema = resource.schema();
  RequestReader read(schema, call.diagnostics);
  call.prior = read.Read(request.prior, "prior state");
  call.planned = read.Read(request.planned, "planned state");
  call.config = read.Read(request.config, "configuration");
  if (read.failed() || !IsConfigured(call)) return;
  call.private_data = ReadPrivate(request.planned_private, call.diagnostics);
  if (call.planned.is_null()) return Delete(resource, call, answer);

  CreateOrUpdate(resource, call);
  if (!call.kept) return;
  KeepSpelling(schema.attributes(), call.planned, *call.kept);
  CheckApplied(schema, call.planned, !call.diagnostics.has_error(), *call.kept, call.diagnostics);
  answer.state = Encode(*call.kept, schema);
  answer.private_data = call.private_data.Encode();
}

void Import(const AnyResource& resource, const ImportRequest& request, CallData& call,
            ImportAnswer& answer) {
  if (!resource.imports()) {
    return call.diagnostics.AddError(
        "Import is not supported",
        absl::StrCat(std::string(request.type_name), " cannot be imported."));
  }
  if (!IsConfigured(call)) return;
  call.import_id = std::string(request.id);
  resource.Import(call);
  if (call.diagnostics.has_error()) return;
  if (!call.kept)
    return AddBug(call.diagnostics, absl::StrCat(std::string(request.type_name),
                                                 " imported nothing and said nothing."));
  CheckState(resource.schema(), *call.kept, call.diagnostics);
  answer.imported = !call.diagnostics.has_error();
  answer.state = Encode(*call.kept, resource.schema());
  answer.private_data = call.private_data.Encode();
}

}  // namespace tf::engine
