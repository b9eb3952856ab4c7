// The provider as a program that Terraform starts.

#include "provider/plugin/serve.h"
#include "resources/incident_provider.h"

int main(int argc, char** argv) {
  return tf::plugin::Serve(
      {.about = {"terraform-provider-incident", INCIDENT_PROVIDER_VERSION,
                 "registry.terraform.io/oncall-mirror/incident"},
       .define =
           [] {
             return incident_provider::DefineProvider({.version = INCIDENT_PROVIDER_VERSION});
           }},
      argc, argv);
}
