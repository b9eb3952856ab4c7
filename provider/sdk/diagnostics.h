// What a provider tells the user: errors and warnings, each with a short summary, a detail and,
// when it concerns something the user wrote, the path of that attribute. There is no second way to
// report a failure. A value type; not safe to share between threads.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "provider/value/path.h"

namespace tf {

enum class Severity { kError, kWarning };

struct Diagnostic {
  Severity severity = Severity::kError;
  std::string summary;  // one line without a full stop, up to 60 characters, distinct per object
  std::string detail;   // full sentences: what was expected, what was found, what to do
  Path path;            // empty: the whole resource, data source or provider block

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

class Diagnostics {
 public:
  void AddError(std::string summary, std::string detail, Path path = Path::Root());
  void AddWarning(std::string summary, std::string detail, Path path = Path::Root());

  // Adds the others behind these; one that is here already is not added again.
  void Append(const Diagnostics& others);
  void Add(Diagnostic diagnostic);

  bool has_error() const;
  bool empty() const { return items_.empty(); }
  const std::vector<Diagnostic>& items() const { return items_; }

 private:
  std::vector<Diagnostic> items_;
};

}  // namespace tf
