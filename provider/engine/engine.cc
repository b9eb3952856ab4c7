#include "provider/engine/engine.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/engine/plan.h"
#include "provider/engine/plan_rules.h"
#include "provider/engine/schema_rules.h"
#include "provider/engine/validate.h"
#include "provider/engine/walk.h"
#include "provider/value/conform.h"
#include "provider/value/json.h"
#include "provider/value/msgpack.h"

namespace tf::engine {
namespace {

// The value of a request's field, or nothing with an error that names the field.
std::optional<Value> Decode(Encoded encoded, const Schema& schema, const std::string& what,
                            Diagnostics& diagnostics) {
  if (encoded.msgpack.empty() && encoded.json.empty()) return Value::Null();
  auto value = encoded.msgpack.empty() ? DecodeJson(encoded.json, schema.type())
                                       : DecodeMsgpack(encoded.msgpack, schema.type());
  if (value) return *std::move(value);
  diagnostics.AddError(
      "Unreadable request",
      absl::StrCat("The ", what, " that Terraform sent cannot be read: ", value.error(),
                   ". This is a bug in Terraform or in the provider; please report it."));
  return std::nullopt;
}

// A value that must be an object, for requests that make no sense without it.
std::optional<Value> DecodeObject(Encoded encoded, const Schema& schema, const std::string& what,
                                  Diagnostics& diagnostics) {
  auto value = Decode(encoded, schema, what, diagnostics);
  if (!value || value->is_known()) return value;
  diagnostics.AddError(
      "Unreadable request",
      absl::StrCat("The ", what, " that Terraform sent is ", std::string(Describe(*value)),
                   ". This is a bug in Terraform or in the provider; please report it."));
  return std::nullopt;
}

// Damaged private data is no reason to stop: what it held is lost, and the user is told.
PrivateData DecodePrivate(std::string_view bytes, Diagnostics& diagnostics) {
  auto data = PrivateData::Decode(bytes);
  if (data) return *std::move(data);
  diagnostics.AddWarning(
      "Private data ignored",
      absl::StrCat("The provider's private data in the state cannot be read: ", data.error(),
                   ". The provider goes on without it and replaces it at the next apply."));
  return {};
}

std::string Encode(const Value& value, const Schema& schema) {
  return value.is_null() ? std::string() : EncodeMsgpack(value, schema.type());
}

bool NeedsConfigured(const CallData& call, Diagnostics& diagnostics) {
  if (call.configured) return false;
  diagnostics.AddError("The provider is not configured",
                       "Terraform asked for this before it configured the provider. This is a bug "
                       "in Terraform or in "
                       "the provider; please report it.");
  return true;
}

// Every answer about a resource leaves through here.
template <class Answer>
Answer Finish(Answer answer, const Schema& schema, Diagnostics&& diagnostics) {
  answer.diagnostics = std::move(diagnostics);
  CutPathsAtSets(schema, answer.diagnostics);
  return answer;
}

void Create(const AnyResource& resource, CallData& call) {
  RefuseUnknownArguments(resource.schema(), call.planned, call.diagnostics);
  if (call.diagnostics.has_error()) return;
  resource.Create(call);
  if (!call.kept && !call.diagnostics.has_error())
    AddBug(call.diagnostics, "It created nothing and said nothing.");
}

void Update(const AnyResource& resource, CallData& call) {
  RefuseUnknownArguments(resource.schema(), call.planned, call.diagnostics);
  if (call.diagnostics.has_error()) return;
  resource.Update(call);
  if (!call.kept && !call.diagnostics.has_error())
    AddBug(call.diagnostics, "It changed nothing and said nothing.");
}

}  // namespace

// Registers the call for its lifetime, so that Stop reaches it, and passes the caller's own request
// to stop on.
class Engine::Running {
 public:
  Running(Engine& engine, const std::stop_token& caller)
      : engine_(engine), forward_(caller, Forward{&source_}) {
    std::lock_guard lock(engine_.mutex_);
    engine_.running_.insert(&source_);
  }
  ~Running() {
    std::lock_guard lock(engine_.mutex_);
    engine_.running_.erase(&source_);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  std::stop_token token() const { return source_.get_token(); }

 private:
  struct Forward {
    std::stop_source* source;
    void operator()() const { source->request_stop(); }
  };
  Engine& engine_;
  std::stop_source source_;
  std::stop_callback<Forward> forward_;
};

Engine::Engine(std::function<Definition()> define) : define_(std::move(define)) {}

const Definition& Engine::definition() {
  std::call_once(defined_, [this] { definition_ = std::make_unique<Definition>(define_()); });
  return *definition_;
}

Diagnostics Engine::CheckDefinition() {
  Diagnostics diagnostics;
  CheckSchemas(definition(), diagnostics);
  return diagnostics;
}

Configured Engine::configured() {
  std::lock_guard lock(mutex_);
  return configured_;
}

void Engine::Stop() {
  std::lock_guard lock(mutex_);
  for (std::stop_source* source : running_) source->request_stop();
}

const AnyResource* Engine::FindResource(std::string_view type_name, Diagnostics& diagnostics) {
  const auto& resources = definition().resources();
  auto found = resources.find(type_name);
  if (found != resources.end()) return found->second.get();
  diagnostics.AddError("Unknown resource type",
                       absl::StrCat("This provider has no resource type \"",
                                    base::CleanText(type_name, 100), "\"."));
  return nullptr;
}

const AnyDataSource* Engine::FindDataSource(std::string_view type_name, Diagnostics& diagnostics) {
  const auto& data_sources = definition().data_sources();
  auto found = data_sources.find(type_name);
  if (found != data_sources.end()) return found->second.get();
  diagnostics.AddError("Unknown data source", absl::StrCat("This provider has no data source \"",
                                                           base::CleanText(type_name, 100), "\"."));
  return nullptr;
}

Diagnostics Engine::ValidateProvider(Encoded encoded) {
  Diagnostics diagnostics;
  const AnyProvider& provider = definition().provider();
  auto config = DecodeObject(encoded, provider.schema(), "configuration", diagnostics);
  if (!config) return diagnostics;
  ValidateConfig(provider.schema(), *config, diagnostics);
  provider.CheckConfig(*config, diagnostics);
  CutPathsAtSets(provider.schema(), diagnostics);
  return diagnostics;
}

Diagnostics Engine::Configure(std::string_view terraform_version, Encoded encoded,
                              const Context& context) {
  Running running(*this, context.stop);
  const AnyProvider& provider = definition().provider();
  CallData call;
  call.stop = running.token();
  call.client = context.client;
  call.terraform_version = std::string(terraform_version);
  auto config = DecodeObject(encoded, provider.schema(), "configuration", call.diagnostics);
  if (!config) return call.diagnostics;
  call.config = *std::move(config);
  provider.Configure(call);
  if (!call.diagnostics.has_error()) {
    std::lock_guard lock(mutex_);
    configured_ = call.configured;
  }
  CutPathsAtSets(provider.schema(), call.diagnostics);
  return call.diagnostics;
}

Diagnostics Engine::ValidateResource(std::string_view type_name, Encoded encoded) {
  Diagnostics diagnostics;
  const AnyResource* resource = FindResource(type_name, diagnostics);
  if (resource == nullptr) return diagnostics;
  auto config = DecodeObject(encoded, resource->schema(), "configuration", diagnostics);
  if (!config) return diagnostics;
  ValidateConfig(resource->schema(), *config, diagnostics);
  resource->CheckConfig(*config, diagnostics);
  CutPathsAtSets(resource->schema(), diagnostics);
  return diagnostics;
}

UpgradeAnswer Engine::UpgradeState(std::string_view type_name, std::int64_t version,
                                   std::string_view state) {
  UpgradeAnswer answer;
  const AnyResource* resource = FindResource(type_name, answer.diagnostics);
  if (resource == nullptr) return answer;
  const Schema& schema = resource->schema();
  if (version != schema.version()) {
    answer.diagnostics.AddError(
        "State of another version",
        absl::StrCat("The state was written with version ", version, " of the schema of ",
                     std::string(type_name), "; this provider knows version ", schema.version(),
                     " only. Use the provider that wrote it."));
    return answer;
  }
  auto value = DecodeJson(state, schema.type(), UnknownAttributes::kDrop);
  if (!value) {
    answer.diagnostics.AddError(
        "Unreadable state",
        absl::StrCat("The stored state of a ", std::string(type_name),
                     " cannot be read: ", value.error(),
                     ". Restore the state from a backup, or remove the resource from the "
                     "state and import it again."));
    return answer;
  }
  answer.state = Encode(*value, schema);
  CallData call;
  call.configured = configured();
  if (call.configured && value->is_known()) {
    call.prior = *std::move(value);
    resource->NoteStored(call);
    answer.diagnostics.Append(call.diagnostics);
  }
  return answer;
}

ReadAnswer Engine::ReadResource(const ReadRequest& request, const Context& context) {
  Running running(*this, context.stop);
  ReadAnswer answer;
  CallData call;
  const AnyResource* resource = FindResource(request.type_name, answer.diagnostics);
  if (resource == nullptr) return answer;
  const Schema& schema = resource->schema();
  auto state = DecodeObject(request.state, schema, "state", call.diagnostics);
  call.private_data = DecodePrivate(request.private_data, call.diagnostics);
  // Whatever goes wrong, the answer must not erase what is stored.
  answer.private_data = std::string(request.private_data);
  answer.state = std::string(request.state.msgpack);
  call.configured = configured();
  if (!state || NeedsConfigured(call, call.diagnostics))
    return Finish(std::move(answer), schema, std::move(call.diagnostics));

  call.prior = *std::move(state);
  call.stop = running.token();
  call.client = context.client;
  resource->Read(call);

  if (call.diagnostics.has_error())
    return Finish(std::move(answer), schema, std::move(call.diagnostics));
  if (call.gone) {
    answer.state.clear();
  } else if (call.kept) {
    KeepSpelling(schema.attributes(), call.prior, *call.kept);
    CheckApplied(schema, Value::Null(), false, *call.kept, call.diagnostics);
    answer.state = Encode(*call.kept, schema);
  } else {
    AddBug(call.diagnostics, "It read the object and said nothing about it.");
  }
  answer.private_data = call.private_data.Encode();
  return Finish(std::move(answer), schema, std::move(call.diagnostics));
}

PlanAnswer Engine::PlanResource(const PlanRequest& request, const Context& context) {
  Running running(*this, context.stop);
  PlanAnswer answer;
  CallData call;
  const AnyResource* resource = FindResource(request.type_name, answer.diagnostics);
  if (resource == nullptr) return answer;
  const Schema& schema = resource->schema();
  auto prior = Decode(request.prior, schema, "prior state", call.diagnostics);
  auto proposed = Decode(request.proposed, schema, "proposed state", call.diagnostics);
  auto config = Decode(request.config, schema, "configuration", call.diagnostics);
  if (!prior || !proposed || !config)
    return Finish(std::move(answer), schema, std::move(call.diagnostics));

  call.configured = configured();
  call.stop = running.token();
  call.client = context.client;
  call.private_data = DecodePrivate(request.prior_private, call.diagnostics);
  // No bytes may also mean that the plan phase left nothing; only apply allows deferrals then.
  if (!request.planned_private.empty() ||
      (context.client.store_planned_private && context.client.deferral_allowed)) {
    call.planned_before = DecodePrivate(request.planned_private, call.diagnostics);
  }
  call.prior = *std::move(prior);
  if (proposed->is_null()) {
    if (call.prior.is_known() && call.configured) resource->PlanDestroy(call);
  } else if (!proposed->is_known() || !config->is_known()) {
    AddBug(call.diagnostics, "It was asked to plan without a configuration.");
  } else {
    call.planned = *std::move(proposed);
    call.config = *std::move(config);
    PlanChange(*resource, call);
    answer.planned = Encode(call.planned, schema);
    answer.requires_replace = std::move(call.replace);
  }
  answer.planned_private = call.private_data.Encode();
  return Finish(std::move(answer), schema, std::move(call.diagnostics));
}

ApplyAnswer Engine::ApplyResource(const ApplyRequest& request, const Context& context) {
  Running running(*this, context.stop);
  ApplyAnswer answer;
  CallData call;
  const AnyResource* resource = FindResource(request.type_name, answer.diagnostics);
  if (resource == nullptr) return answer;
  const Schema& schema = resource->schema();
  auto prior = Decode(request.prior, schema, "prior state", call.diagnostics);
  auto planned = Decode(request.planned, schema, "planned state", call.diagnostics);
  auto config = Decode(request.config, schema, "configuration", call.diagnostics);
  call.configured = configured();
  if (!prior || !planned || !config || NeedsConfigured(call, call.diagnostics)) {
    return Finish(std::move(answer), schema, std::move(call.diagnostics));
  }
  call.stop = running.token();
  call.client = context.client;
  call.private_data = DecodePrivate(request.planned_private, call.diagnostics);
  const PrivateData private_before = call.private_data;
  call.prior = *std::move(prior);
  call.planned = *std::move(planned);
  call.config = *std::move(config);

  if (call.planned.is_null()) {
    if (call.prior.is_known()) resource->Delete(call);
    // An error without a state keeps the object and its private data, unless there is something new
    // to remember.
    if (call.diagnostics.has_error() && !(call.private_data == private_before)) {
      answer.state = Encode(call.prior, schema);
      answer.private_data = call.private_data.Encode();
    }
    return Finish(std::move(answer), schema, std::move(call.diagnostics));
  }
  call.prior.is_null() ? Create(*resource, call) : Update(*resource, call);
  if (call.kept) {
    KeepSpelling(schema.attributes(), call.planned, *call.kept);
    CheckApplied(schema, call.planned, !call.diagnostics.has_error(), *call.kept, call.diagnostics);
    answer.state = Encode(*call.kept, schema);
    answer.private_data = call.private_data.Encode();
  }
  return Finish(std::move(answer), schema, std::move(call.diagnostics));
}

ImportAnswer Engine::ImportResource(std::string_view type_name, std::string_view id,
                                    const Context& context) {
  Running running(*this, context.stop);
  ImportAnswer answer;
  CallData call;
  const AnyResource* resource = FindResource(type_name, answer.diagnostics);
  if (resource == nullptr) return answer;
  const Schema& schema = resource->schema();
  if (!resource->imports()) {
    call.diagnostics.AddError("Import is not supported",
                              absl::StrCat("A ", std::string(type_name), " cannot be imported."));
    return Finish(std::move(answer), schema, std::move(call.diagnostics));
  }
  call.configured = configured();
  if (NeedsConfigured(call, call.diagnostics))
    return Finish(std::move(answer), schema, std::move(call.diagnostics));
  call.stop = running.token();
  call.client = context.client;
  call.import_id = std::string(id);
  resource->Import(call);
  if (!call.diagnostics.has_error() && !call.kept)
    AddBug(call.diagnostics, "It imported nothing and said nothing.");
  if (call.kept && !call.diagnostics.has_error()) {
    CheckApplied(schema, Value::Null(), false, *call.kept, call.diagnostics);
    answer.imported = !call.diagnostics.has_error();
    answer.state = Encode(*call.kept, schema);
    answer.private_data = call.private_data.Encode();
  }
  return Finish(std::move(answer), schema, std::move(call.diagnostics));
}

Diagnostics Engine::ValidateData(std::string_view type_name, Encoded encoded) {
  Diagnostics diagnostics;
  const AnyDataSource* source = FindDataSource(type_name, diagnostics);
  if (source == nullptr) return diagnostics;
  auto config = DecodeObject(encoded, source->schema(), "configuration", diagnostics);
  if (!config) return diagnostics;
  ValidateConfig(source->schema(), *config, diagnostics);
  source->CheckConfig(*config, diagnostics);
  CutPathsAtSets(source->schema(), diagnostics);
  return diagnostics;
}

DataAnswer Engine::ReadData(std::string_view type_name, Encoded encoded, const Context& context) {
  Running running(*this, context.stop);
  DataAnswer answer;
  CallData call;
  const AnyDataSource* source = FindDataSource(type_name, answer.diagnostics);
  if (source == nullptr) return answer;
  const Schema& schema = source->schema();
  auto config = DecodeObject(encoded, schema, "configuration", call.diagnostics);
  call.configured = configured();
  if (!config || NeedsConfigured(call, call.diagnostics))
    return Finish(std::move(answer), schema, std::move(call.diagnostics));
  if (!config->IsWhollyKnown()) {
    AddBug(call.diagnostics, "It was asked to read with a configuration that is not known yet.");
    return Finish(std::move(answer), schema, std::move(call.diagnostics));
  }
  call.config = *std::move(config);
  call.stop = running.token();
  call.client = context.client;
  source->Read(call);
  if (call.kept) {
    CheckApplied(schema, Value::Null(), false, *call.kept, call.diagnostics);
    answer.state = Encode(*call.kept, schema);
  } else if (!call.diagnostics.has_error()) {
    AddBug(call.diagnostics, "It read nothing and said nothing.");
  }
  return Finish(std::move(answer), schema, std::move(call.diagnostics));
}

}  // namespace tf::engine
