// Real TLS between the provider's program and the services: a certificate that the machine trusts
// is taken, any other one is an error, and then no key leaves the process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/acceptance/scenario.h"

namespace acceptance {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Tls : public Scenario {
 protected:
  // The sandbox over HTTPS, with a certificate of its own for this name.
  void ServeAs(const std::string& subject_alternative_name) {
    const auto made = testing_support::Run(
        {.arguments = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                       "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                       "/CN=sandbox", "-addext", "subjectAltName=" + subject_alternative_name,
                       "-keyout", Key(), "-out", Certificate()},
         .environment = {},
         .without_variables = {},
         .folder = {}});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    secure_.emplace(world, terraform.folder(),
                    std::vector<std::string>{"--tls", Certificate(), Key()});
    terraform.environment["INCIDENT_API_KEY"] = "sandbox-incident-key";
    terraform.environment["INCIDENT_ENDPOINT"] = secure_->Endpoint("incident");
    ASSERT_THAT(secure_->Endpoint("incident"), testing::StartsWith("https://"));
    terraform.Write("main.tf", R"(terraform {
  required_providers {
    incident = { source = "oncall-mirror/incident" }
  }
}

data "incident_schedule" "primary" {
  name = "Primary on-call"
}
)");
  }
  void Trust() { terraform.environment["SSL_CERT_FILE"] = Certificate(); }
  std::string Certificate() const { return terraform.folder() + "/certificate.pem"; }
  std::string Key() const { return terraform.folder() + "/private.pem"; }

  void ExpectRefused() {
    const Told told = Run({"plan"});
    EXPECT_EQ(told.run.exit_code, 1) << told.run.out;
    EXPECT_THAT(told.errors, Not(IsEmpty()));
    EXPECT_THAT(told.errors, Each(AllOf(HasSubstr("certificate"), HasSubstr("heck "))));
    EXPECT_THAT(secure_->Requests(), IsEmpty());
  }

  std::optional<Sandbox> secure_;
};

TEST_F(Tls, ACertificateThatIsTrustedIsTaken) {
  ServeAs("IP:127.0.0.1");
  Trust();
  const Told told = Run({"plan"});
  EXPECT_EQ(told.run.exit_code, 0) << told.run.out;
  EXPECT_THAT(secure_->Requests(), Not(IsEmpty()));
}

TEST_F(Tls, ACertificateThatNobodyVouchesForIsRefused) {
  ServeAs("IP:127.0.0.1");
  ExpectRefused();
}

TEST_F(Tls, ACertificateOfAnotherHostIsRefused) {
  ServeAs("DNS:api.example.com");
  Trust();
  ExpectRefused();
}

}  // namespace
}  // namespace acceptance
