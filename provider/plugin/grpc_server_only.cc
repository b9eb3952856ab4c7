// gRPC for a program that serves one Unix socket and calls nobody. The distribution's archive links
// its parts whole, so that a server carries the client: load balancers, name resolvers, service
// meshes, Google's own credentials. The release fills the points at which they hang with what a
// server needs, or with nothing, and is 4 MB smaller for it.
//
// The list is that of gRPC 1.51; CMake leaves this file out with any other version.
#include <grpc/grpc.h>
#include <grpc/grpc_security.h>

#include <cstdlib>

namespace grpc_core {

class CoreConfiguration {
 public:
  class Builder;
};

}  // namespace grpc_core

namespace grpc_event_engine::experimental {

void RegisterEventEngineChannelArgPreconditioning(grpc_core::CoreConfiguration::Builder* builder);

}  // namespace grpc_event_engine::experimental

namespace grpc_core {

void BuildCoreConfiguration(CoreConfiguration::Builder* builder);
void RegisterBuiltins(CoreConfiguration::Builder* builder);
void RegisterChannelIdleFilters(CoreConfiguration::Builder* builder);
void RegisterDeadlineFilter(CoreConfiguration::Builder* builder);
void RegisterHttpFilters(CoreConfiguration::Builder* builder);
void RegisterMessageSizeFilter(CoreConfiguration::Builder* builder);
void RegisterResourceQuota(CoreConfiguration::Builder* builder);
void RegisterSecurityFilters(CoreConfiguration::Builder* builder);
void SecurityRegisterHandshakerFactories(CoreConfiguration::Builder* builder);

// In the order of gRPC's own list, from which the client's entries are missing.
void BuildCoreConfiguration(CoreConfiguration::Builder* builder) {
  grpc_event_engine::experimental::RegisterEventEngineChannelArgPreconditioning(builder);
  SecurityRegisterHandshakerFactories(builder);
  RegisterChannelIdleFilters(builder);
  RegisterHttpFilters(builder);
  RegisterDeadlineFilter(builder);
  RegisterMessageSizeFilter(builder);
  RegisterResourceQuota(builder);
  RegisterSecurityFilters(builder);
  RegisterBuiltins(builder);
}

}  // namespace grpc_core

// The resolver over c-ares, as in a gRPC that is built without it.
void grpc_resolver_dns_ares_init();
void grpc_resolver_dns_ares_shutdown();
void grpc_resolver_dns_ares_init() {}
void grpc_resolver_dns_ares_shutdown() {}

// The rest is named by code of the C++ library that nobody here calls.
grpc_channel* grpc_inproc_channel_create(grpc_server* server, const grpc_channel_args* arguments,
                                         void* reserved);
grpc_channel* grpc_inproc_channel_create(grpc_server* /*server*/,
                                         const grpc_channel_args* /*arguments*/,
                                         void* /*reserved*/) {
  std::abort();
}

extern "C" {

grpc_server_credentials* grpc_alts_server_credentials_create(
    const grpc_alts_credentials_options* /*options*/) {
  std::abort();
}

grpc_server_credentials* grpc_tls_server_credentials_create(
    grpc_tls_credentials_options* /*options*/) {
  std::abort();
}

grpc_connectivity_state grpc_channel_check_connectivity_state(grpc_channel* /*channel*/,
                                                              int /*try_to_connect*/) {
  std::abort();
}

void grpc_channel_watch_connectivity_state(grpc_channel* /*channel*/,
                                           grpc_connectivity_state /*last_observed*/,
                                           gpr_timespec /*deadline*/,
                                           grpc_completion_queue* /*queue*/, void* /*tag*/) {
  std::abort();
}

int grpc_channel_support_connectivity_watcher(grpc_channel* /*channel*/) { std::abort(); }

}  // extern "C"
