// What happens when the process cannot go on, and what must not be left behind then.
#pragma once

namespace tf::plugin {

// From now on a process that ends itself (an exception that nobody catches) or is ended by a fault
// of its own (SIGSEGV and the like, but not a full stack) says why in the form that Terraform shows
// to the user as "The plugin crashed!". Call once, at the start.
void ReportCrashes();

// Keeps the memory of this process, which holds keys, out of core dumps and away from other
// processes.
void KeepMemoryPrivate();

}  // namespace tf::plugin
