#include "provider/sdk/diagnostics.h"

#include <algorithm>

namespace tf {

void Diagnostics::AddError(std::string summary, std::string detail, Path path) {
  Add({Severity::kError, std::move(summary), std::move(detail), std::move(path)});
}

void Diagnostics::AddWarning(std::string summary, std::string detail, Path path) {
  Add({Severity::kWarning, std::move(summary), std::move(detail), std::move(path)});
}

void Diagnostics::Append(const Diagnostics& others) {
  for (const Diagnostic& other : others.items_) Add(other);
}

void Diagnostics::Add(Diagnostic diagnostic) {
  if (std::find(items_.begin(), items_.end(), diagnostic) == items_.end()) {
    items_.push_back(std::move(diagnostic));
  }
}

bool Diagnostics::has_error() const {
  return std::any_of(items_.begin(), items_.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::kError; });
}

}  // namespace tf
