// The rules by which Terraform judges a provider's answers, applied before the answer leaves: a
// mistake of the provider shows as a sentence that says so. Pure.
#pragma once

#include "provider/sdk/call_data.h"
#include "provider/sdk/schema.h"

namespace tf::engine {

// A planned object may deviate from the configuration only where the schema lets the provider
// decide. https://developer.hashicorp.com/terraform/plugin/framework/resources/plan-modification
void CheckPlan(const Schema& schema, CallData& call);

// The object after apply: every value that the plan showed, nothing unknown. Unknowns become null,
// so that the state can be stored at all; they and every deviation are errors when `must_match` (an
// apply that failed half-way may deviate).
void CheckApplied(const Schema& schema, const Value& planned, bool must_match, Value& applied,
                  Diagnostics& diagnostics);

// A state that no plan announced: read, imported, taken over, looked up. Nothing may be unknown;
// what is becomes null.
void CheckState(const Schema& schema, Value& state, Diagnostics& diagnostics);

// What a data source answers has the plain values that the user configured. (Nested objects may
// have members that it looks up.)
void CheckAnswer(const Schema& schema, const Value& config, const Value& answer,
                 Diagnostics& diagnostics);

// Adds an error for each attribute of a planned object in which something is unknown that only the
// configuration decides. Such a plan cannot be applied.
void RefuseUnknownArguments(const Schema& schema, const Value& planned, Diagnostics& diagnostics);

// Adds an error that blames the provider.
void AddBug(Diagnostics& diagnostics, const std::string& what, Path path = Path::Root());

}  // namespace tf::engine
