#include "tests/acceptance/sandbox.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <chrono>
#include <fstream>
#include <utility>

namespace acceptance {

using nlohmann::json;

namespace {

testing_support::Command StartCommand(const json& world, const std::string& folder,
                                      const std::vector<std::string>& options) {
  const std::string seed = folder + "/world.json";
  std::ofstream(seed) << world.dump(2);
  std::vector<std::string> arguments = {INCIDENT_SANDBOX, "--port", "0",
                                        "--seed",         seed,     "--exit-with-parent"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return {
      .arguments = std::move(arguments), .environment = {}, .without_variables = {}, .folder = {}};
}

constexpr std::chrono::seconds kPatience{60};
constexpr std::string_view kAnnouncement = "incident-sandbox listening on ";

}  // namespace

json DemoWorld() {
  std::ifstream file(PROJECT_FOLDER "/sandbox/worlds/demo.json");
  return json::parse(file);
}

Sandbox::Sandbox(const json& world, const std::string& folder,
                 const std::vector<std::string>& options)
    : program_(StartCommand(world, folder, options)) {
  const std::string line = program_.ReadLine();
  EXPECT_TRUE(line.starts_with(kAnnouncement)) << line;
  if (line.starts_with(kAnnouncement)) url_ = line.substr(kAnnouncement.size());
}

std::string Sandbox::Endpoint(std::string_view service) const {
  return url_ + "/" + std::string(service);
}

json Sandbox::Send(const std::string& method, std::string_view path, const json* body) {
  httplib::Client client(url_);
  // Whether a certificate is trusted is for the provider to judge.
  client.enable_server_certificate_verification(false);
  // The library's own five seconds are too short for a machine that is busy with other tests.
  client.set_read_timeout(kPatience);
  client.set_write_timeout(kPatience);
  httplib::Request request;
  request.method = method;
  request.path = "/_sandbox" + std::string(path);
  if (body != nullptr) {
    request.body = body->dump();
    request.set_header("Content-Type", "application/json");
  }
  auto result = client.send(request);
  EXPECT_TRUE(result) << method << " " << path << ": " << httplib::to_string(result.error());
  if (!result) return {};
  EXPECT_LT(result->status, 300) << method << " " << path << ": " << result->body;
  return result->body.empty() ? json() : json::parse(result->body, nullptr, false);
}

json Sandbox::Get(std::string_view path) { return Send("GET", path, nullptr); }
json Sandbox::Post(std::string_view path, const json& body) { return Send("POST", path, &body); }
json Sandbox::Put(std::string_view path, const json& body) { return Send("PUT", path, &body); }
json Sandbox::Patch(std::string_view path, const json& body) { return Send("PATCH", path, &body); }
void Sandbox::Delete(std::string_view path) { Send("DELETE", path, nullptr); }

json Sandbox::Replicas() { return Get("/replicas").at("replicas"); }

std::vector<LoggedRequest> Sandbox::Requests() {
  std::vector<LoggedRequest> requests;
  const json log = Get("/requests");
  for (const json& entry : log.at("requests")) {
    const json& status = entry.at("status");  // null when the answer was dropped
    requests.push_back(
        {entry.at("method"), entry.at("path"), status.is_number() ? status.get<int>() : 0, entry});
  }
  return requests;
}

std::vector<std::string> Lines(const std::vector<LoggedRequest>& requests) {
  std::vector<std::string> lines;
  for (const LoggedRequest& request : requests) {
    const std::size_t service_end = request.path.find('/', 1);
    lines.push_back(
        request.method + " " +
        (service_end == std::string::npos ? request.path : request.path.substr(service_end)));
  }
  return lines;
}

std::vector<std::string> Writes(const std::vector<LoggedRequest>& requests) {
  std::vector<LoggedRequest> writes;
  for (const LoggedRequest& request : requests) {
    if (request.method != "GET") writes.push_back(request);
  }
  return Lines(writes);
}

}  // namespace acceptance
