#include "provider/plugin/serve.h"
#include "tests/toy_provider/zoo.h"

int main(int argc, char** argv) {
  return tf::plugin::Serve(
      {.about = {"terraform-provider-zoo", "1.0.0", "registry.terraform.io/acme/zoo"},
       .define = [] { return zoo::Define(); }},
      argc, argv);
}
