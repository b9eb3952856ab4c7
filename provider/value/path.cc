#include "provider/value/path.h"

#include <utility>

namespace tf {
namespace {

std::vector<PathStep> Extended(const std::vector<PathStep>& steps, PathStep step) {
  std::vector<PathStep> longer;
  longer.reserve(steps.size() + 1);
  longer.insert(longer.end(), steps.begin(), steps.end());
  longer.push_back(std::move(step));
  return longer;
}

std::string Quoted(const std::string& key) {
  std::string quoted = "\"";
  for (const char c : key) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted += '"';
}

}  // namespace

Path Path::Attribute(std::string name) const {
  return Path(Extended(steps_, PathStep::Attribute(std::move(name))));
}

Path Path::Key(std::string key) const {
  return Path(Extended(steps_, PathStep::Key(std::move(key))));
}

Path Path::Index(std::int64_t index) const {
  return Path(Extended(steps_, PathStep::Index(index)));
}

Path Path::Join(const Path& inner) const {
  std::vector<PathStep> steps = steps_;
  steps.insert(steps.end(), inner.steps_.begin(), inner.steps_.end());
  return Path(std::move(steps));
}

std::string Path::ToString() const {
  std::string text;
  for (const PathStep& step : steps_) {
    switch (step.kind) {
      case PathStep::Kind::kAttribute:
        if (!text.empty()) text += '.';
        text += step.name;
        break;
      case PathStep::Kind::kKey:
        text.append("[").append(Quoted(step.name)).append("]");
        break;
      case PathStep::Kind::kIndex:
        text.append("[").append(std::to_string(step.index)).append("]");
        break;
    }
  }
  return text;
}

}  // namespace tf
