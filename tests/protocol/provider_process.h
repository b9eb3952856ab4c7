// A provider program, started as Terraform starts it and called over its socket. For one test at a
// time; the program is ended with the object.
#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/protocol/host_certificate.h"
#include "tests/support/subprocess.h"

namespace protocol_test {

// What a call came to. A program that does not answer in time gives DEADLINE_EXCEEDED.
struct Outcome {
  grpc::Status status;
  grpc::ByteBuffer answer;
};

// Long enough for what does not wait for the network.
inline constexpr std::chrono::seconds kPatience{10};

// Sends the bytes of one request to a path as "/tfplugin6.Provider/ReadResource". All calls can be
// made so: those that stream send a single answer.
Outcome CallBytes(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                  const std::string& request, std::chrono::seconds patience = kPatience);

// The same with messages; fails the test unless the status is OK and the answer can be read.
template <typename Response, typename Request>
Response Call(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
              const Request& request, std::chrono::seconds patience = kPatience) {
  Outcome outcome = CallBytes(channel, path, request.SerializeAsString(), patience);
  EXPECT_TRUE(outcome.status.ok()) << path << ": " << outcome.status.error_message();
  Response response;
  EXPECT_TRUE(grpc::SerializationTraits<Response>::Deserialize(&outcome.answer, &response).ok());
  return response;
}

// The real provider's program: that of this build, or the one that RELEASED_PROVIDER names.
std::string IncidentProgram();

class ProviderProcess {
 public:
  struct Options {
    bool tls = true;
    std::map<std::string, std::string> environment;  // added to what Terraform sets
    std::string redirection;                         // for a shell, as "2>errors.txt"
    bool under_another_parent = false;               // a shell that waits for the program
  };

  // Starts the program and reads its handshake.
  explicit ProviderProcess(const std::string& program) : ProviderProcess(program, Options()) {}
  ProviderProcess(const std::string& program, const Options& options);
  // A program that is killed cannot remove its socket, so this does.
  ~ProviderProcess();
  ProviderProcess(const ProviderProcess&) = delete;
  ProviderProcess& operator=(const ProviderProcess&) = delete;

  // As Terraform connects. `certificate` is another one than the program was told of, or none.
  std::shared_ptr<grpc::Channel> Connect() const;
  std::shared_ptr<grpc::Channel> ConnectWith(const HostCertificate* certificate) const;

  const std::string& handshake() const { return handshake_; }
  const std::string& socket() const { return socket_; }
  testing_support::Subprocess& process() { return process_; }
  bool alive() const;

 private:
  HostCertificate host_ = MakeHostCertificate();
  bool tls_;
  testing_support::Subprocess process_;
  std::string handshake_;
  std::string socket_;
  std::string server_certificate_;  // PEM
};

// A channel to a socket without encryption.
std::shared_ptr<grpc::Channel> ConnectInTheClear(const std::string& socket);

// Fields of `text` between the separators.
std::vector<std::string> Split(const std::string& text, char separator);

}  // namespace protocol_test
