#include "tests/protocol/provider_process.h"

#include <grpcpp/generic/generic_stub.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <future>
#include <sstream>
#include <system_error>
#include <utility>

namespace protocol_test {
namespace {

using testing_support::Command;

// Each stands for a process of its own in Terraform, so channels must not share a connection.
grpc::ChannelArguments OwnConnection() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(-1);
  return arguments;
}

std::string Address(const std::string& socket) {
  std::string address = "unix:";
  for (const char c : socket) address += c == '%' ? "%25" : std::string(1, c);
  return address;
}

Command CommandFor(const std::string& program, const ProviderProcess::Options& options,
                   const HostCertificate& host) {
  Command command;
  command.environment = options.environment;
  command.environment["TF_PLUGIN_MAGIC_COOKIE"] =
      "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
  command.environment["PLUGIN_PROTOCOL_VERSIONS"] = "5,6";
  if (options.tls) command.environment["PLUGIN_CLIENT_CERT"] = host.certificate_pem;
  if (options.under_another_parent) {
    command.arguments = {"sh", "-c", "'" + program + "' " + options.redirection + " & wait"};
  } else if (!options.redirection.empty()) {
    command.arguments = {"sh", "-c", "exec '" + program + "' " + options.redirection};
  } else {
    command.arguments = {program};
  }
  return command;
}

}  // namespace

Outcome CallBytes(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                  const std::string& request, std::chrono::seconds patience) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + patience);
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  Outcome outcome;
  std::promise<grpc::Status> ended;
  grpc::GenericStub(channel).UnaryCall(
      &context, path, {}, &bytes, &outcome.answer,
      [&](grpc::Status status) { ended.set_value(std::move(status)); });
  outcome.status = ended.get_future().get();
  return outcome;
}

std::string IncidentProgram() {
  const char* released = std::getenv("RELEASED_PROVIDER");
  return released == nullptr ? INCIDENT_PROVIDER : released;
}

ProviderProcess::ProviderProcess(const std::string& program, const Options& options)
    : tls_(options.tls), process_(CommandFor(program, options, host_)) {
  handshake_ = process_.ReadLine();
  const std::vector<std::string> fields = Split(handshake_, '|');
  if (fields.size() < 5) {
    ADD_FAILURE() << "not a handshake: \"" << handshake_ << "\"";
    return;
  }
  socket_ = fields[3];
  if (fields.size() > 5) server_certificate_ = PemOfHandshake(fields[5]);
}

ProviderProcess::~ProviderProcess() {
  if (socket_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove(socket_, ignored);
  std::filesystem::remove(std::filesystem::path(socket_).parent_path(), ignored);
}

std::shared_ptr<grpc::Channel> ProviderProcess::Connect() const { return ConnectWith(&host_); }

std::shared_ptr<grpc::Channel> ProviderProcess::ConnectWith(
    const HostCertificate* certificate) const {
  if (!tls_) return ConnectInTheClear(socket_);
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = server_certificate_;
  if (certificate != nullptr) {
    options.pem_private_key = certificate->key_pem;
    options.pem_cert_chain = certificate->certificate_pem;
  }
  grpc::ChannelArguments arguments = OwnConnection();
  arguments.SetSslTargetNameOverride("localhost");
  return grpc::CreateCustomChannel(Address(socket_), grpc::SslCredentials(options), arguments);
}

bool ProviderProcess::alive() const { return kill(process_.pid(), 0) == 0; }

std::shared_ptr<grpc::Channel> ConnectInTheClear(const std::string& socket) {
  return grpc::CreateCustomChannel(Address(socket), grpc::InsecureChannelCredentials(),
                                   OwnConnection());
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> fields;
  std::istringstream input(text);
  for (std::string field; std::getline(input, field, separator);) fields.push_back(field);
  return fields;
}

}  // namespace protocol_test
