#include "resources/schedule_replica/clash.h"

#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "resources/schedule_replica/explain.h"

namespace schedule_replica {
namespace {

constexpr char kAdvice[] =
    "Two replicas on one external schedule overwrite each other's overrides. Give each its own "
    "external schedule, or join their sources in one resource.";

}  // namespace

std::string ClashTitle(const oncall::Clash& clash) {
  return clash.held ? "Target is in use" : "Two replicas planned";
}

std::string ClashText(const oncall::Clash& clash, const oncall::Target& target) {
  const std::string label = Label(target);
  if (!clash.held) {
    return absl::StrCat("Another resource of this plan creates a replica on ", label, " too. ",
                        kAdvice);
  }
  const std::string held = base::CleanText(clash.held->value());
  if (!clash.is_deleted) {
    return absl::StrCat("This plan creates a replica on ", label, ", where replica ", held,
                        " of this state writes already. ", kAdvice);
  }
  return absl::StrCat(
      "This plan deletes replica ", held, ", which writes to ", label,
      ", and creates another one there, in no certain order. If the old one goes first, nothing is "
      "mirrored until the first sync of the new one. If the resource was only renamed, write this "
      "block, and the replica stays:\n\n",
      MovedBlock());
}

}  // namespace schedule_replica
