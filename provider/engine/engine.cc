#include "provider/engine/engine.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "provider/engine/plan_rules.h"
#include "provider/engine/request.h"
#include "provider/engine/resource_calls.h"
#include "provider/engine/schema_rules.h"
#include "provider/engine/validate.h"

namespace tf::engine {
namespace {

// What of `all` has the name; nullptr, with an error, when nothing has.
template <class All>
auto Find(const All& all, const std::string& what, std::string_view type_name,
          Diagnostics& diagnostics) -> decltype(all.begin()->second.get()) {
  const auto found = all.find(type_name);
  if (found != all.end()) return found->second.get();
  diagnostics.AddError(
      absl::StrCat("Unknown ", what),
      absl::StrCat("This provider has no ", what, " \"", base::CleanText(type_name, 100), "\"."));
  return nullptr;
}

// A provider's, a resource's or a data source's configuration; null when there is no such thing.
template <class Asked>
void Validate(const Asked* asked, const Encoded& encoded, Diagnostics& diagnostics) {
  if (asked == nullptr) return;
  RequestReader read(asked->schema(), diagnostics);
  const Value config = read.ReadObject(encoded, "configuration");
  if (read.failed()) return;
  ValidateConfig(asked->schema(), config, diagnostics);
  asked->CheckConfig(config, diagnostics);
}

void ReadSource(const AnyDataSource& source, const Encoded& config, CallData& call,
                DataAnswer& answer) {
  RequestReader read(source.schema(), call.diagnostics);
  call.config = read.ReadObject(config, "configuration");
  if (read.failed() || !IsConfigured(call)) return;
  if (!call.config.IsWhollyKnown()) {
    return AddBug(call.diagnostics,
                  "It was asked to read with a configuration that is not known yet.");
  }
  source.Read(call);
  if (call.kept) {
    CheckState(source.schema(), *call.kept, call.diagnostics);
    if (call.kept->is_known()) {
      CheckAnswer(source.schema(), call.config, *call.kept, call.diagnostics);
    }
    answer.state = Encode(*call.kept, source.schema());
  } else if (!call.diagnostics.has_error()) {
    AddBug(call.diagnostics, "It read nothing and said nothing.");
  }
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

std::optional<Configured> Engine::configured() {
  std::lock_guard lock(mutex_);
  return configured_;
}

void Engine::Stop() {
  std::lock_guard lock(mutex_);
  for (std::stop_source* source : running_) source->request_stop();
}

template <class Asked, class Answer, class Act>
Answer Engine::Ask(const Asked* asked, const Context& context, Answer answer, Act act) {
  if (asked == nullptr) return answer;
  const Running running(*this, context.stop);
  CallData call;
  call.configured = configured();
  call.stop = running.token();
  call.client = context.client;
  act(*asked, call, answer);
  answer.diagnostics = std::move(call.diagnostics);
  return answer;
}

template <class Answer, class Request, class Act>
Answer Engine::AskResource(const Request& request, const Context& context, Act act) {
  Answer answer;
  const AnyResource* resource = FindResource(request.type_name, answer.diagnostics);
  return Ask(resource, context, std::move(answer),
             [&](const AnyResource& found, CallData& call, Answer& given) {
               act(found, request, call, given);
             });
}

const AnyResource* Engine::FindResource(std::string_view type_name, Diagnostics& diagnostics) {
  return Find(definition().resources(), "resource type", type_name, diagnostics);
}

const AnyDataSource* Engine::FindDataSource(std::string_view type_name, Diagnostics& diagnostics) {
  return Find(definition().data_sources(), "data source", type_name, diagnostics);
}

Diagnostics Engine::ValidateProvider(Encoded config) {
  Diagnostics diagnostics;
  Validate(&definition().provider(), config, diagnostics);
  return diagnostics;
}

Diagnostics Engine::ValidateResource(std::string_view type_name, Encoded config) {
  Diagnostics diagnostics;
  Validate(FindResource(type_name, diagnostics), config, diagnostics);
  return diagnostics;
}

Diagnostics Engine::ValidateData(std::string_view type_name, Encoded config) {
  Diagnostics diagnostics;
  Validate(FindDataSource(type_name, diagnostics), config, diagnostics);
  return diagnostics;
}

Diagnostics Engine::Configure(std::string_view terraform_version, Encoded config,
                              const Context& context) {
  const auto configure = [&](const AnyProvider& provider, CallData& call, ConfigureAnswer&) {
    RequestReader read(provider.schema(), call.diagnostics);
    call.config = read.ReadObject(config, "configuration");
    if (read.failed()) return;
    call.terraform_version = std::string(terraform_version);
    provider.Configure(call);
    if (call.diagnostics.has_error()) return;
    const std::lock_guard lock(mutex_);
    configured_ = call.configured;
  };
  return Ask(&definition().provider(), context, ConfigureAnswer{}, configure).diagnostics;
}

UpgradeAnswer Engine::UpgradeState(std::string_view type_name, std::int64_t version,
                                   std::string_view state) {
  return AskResource<UpgradeAnswer>(UpgradeRequest{type_name, version, state}, {}, Upgrade);
}

MoveAnswer Engine::MoveResource(const MoveRequest& request) {
  return AskResource<MoveAnswer>(request, {}, Move);
}

ReadAnswer Engine::ReadResource(const ReadRequest& request, const Context& context) {
  return AskResource<ReadAnswer>(request, context, Read);
}

PlanAnswer Engine::PlanResource(const PlanRequest& request, const Context& context) {
  return AskResource<PlanAnswer>(request, context, Plan);
}

ApplyAnswer Engine::ApplyResource(const ApplyRequest& request, const Context& context) {
  return AskResource<ApplyAnswer>(request, context, Apply);
}

ImportAnswer Engine::ImportResource(std::string_view type_name, std::string_view id,
                                    const Context& context) {
  return AskResource<ImportAnswer>(ImportRequest{type_name, id}, context, Import);
}

DataAnswer Engine::ReadData(std::string_view type_name, Encoded config, const Context& context) {
  DataAnswer answer;
  const AnyDataSource* source = FindDataSource(type_name, answer.diagnostics);
  return Ask(source, context, std::move(answer),
             [&](const AnyDataSource& found, CallData& call, DataAnswer& read) {
               ReadSource(found, config, call, read);
             });
}

}  // namespace tf::engine
