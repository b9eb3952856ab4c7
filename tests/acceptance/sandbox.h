// The services that scenarios run against: an incident-sandbox of their own, started for one test
// and gone with it. What tests ask of it beyond the vendors' APIs goes through its control
// interface (sandbox/README.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json.hpp"
#include "tests/support/subprocess.h"

namespace acceptance {

// The world of sandbox/worlds/demo.json, for a test to change before it starts its sandbox.
nlohmann::json DemoWorld();

struct LoggedRequest {
  std::string method;
  std::string path;
  int status = 0;
  nlohmann::json all;  // everything that the log says of it
};

class Sandbox {
 public:
  // `folder` is where the world is written to; `options` are further ones of the program.
  Sandbox(const nlohmann::json& world, const std::string& folder,
          const std::vector<std::string>& options = {});

  // "http://127.0.0.1:PORT/incident"
  std::string Endpoint(std::string_view service) const;

  // The control interface; paths are below "/_sandbox". Fails the test on anything but a 2xx.
  nlohmann::json Get(std::string_view path);
  nlohmann::json Post(std::string_view path, const nlohmann::json& body = nlohmann::json::object());
  nlohmann::json Put(std::string_view path, const nlohmann::json& body);
  nlohmann::json Patch(std::string_view path, const nlohmann::json& body);
  void Delete(std::string_view path);

  // All replicas of all schedules, in the order of their creation.
  nlohmann::json Replicas();
  // What the provider asked, oldest first; control requests are not in it.
  std::vector<LoggedRequest> Requests();
  void ForgetRequests() { Delete("/requests"); }

 private:
  nlohmann::json Send(const std::string& method, std::string_view path, const nlohmann::json* body);

  testing_support::Subprocess program_;
  std::string url_;
};

// "POST /v2/schedules/X/replicas", one per request, below the service's base path; for asserting
// order and number.
std::vector<std::string> Lines(const std::vector<LoggedRequest>& requests);
// Only those that change something.
std::vector<std::string> Writes(const std::vector<LoggedRequest>& requests);

}  // namespace acceptance
