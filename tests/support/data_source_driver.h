// Reads a data source the way the engine does, without an engine: checks the configuration's rules,
// reads, and decodes what was kept. For tests beside a data source.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "provider/sdk/data_source.h"

namespace testing_support {

template <class Model>
struct DataAnswer {
  std::optional<Model> model;  // null when nothing was kept
  // Every diagnostic as "error <path>: <summary>\n<detail>\n".
  std::string said;
};

inline std::string Said(const tf::Diagnostics& diagnostics) {
  std::string text;
  for (const tf::Diagnostic& d : diagnostics.items()) {
    text += d.severity == tf::Severity::kError ? "error " : "warning ";
    text += d.path.ToString() + ": " + d.summary + "\n" + d.detail + "\n";
  }
  return text;
}

// What the rules over several attributes say about a configuration.
template <class Model>
std::string CheckRules(const tf::Shape<Model>& shape, const Model& config) {
  tf::Diagnostics diagnostics;
  shape.CheckRules(config, diagnostics);
  return Said(diagnostics);
}

template <class Model, class Shared>
DataAnswer<Model> ReadData(tf::DataSource<Model>& source, const Model& config,
                           std::shared_ptr<Shared> configured) {
  tf::CallData data;
  data.configured = tf::Configured(std::move(configured));
  tf::DataCall<Model> call(data, source.shape(), config);
  source.Read(call);

  DataAnswer<Model> answer{.model = std::nullopt, .said = Said(data.diagnostics)};
  if (!data.kept) return answer;
  EXPECT_TRUE(data.kept->IsWhollyKnown());
  tf::Diagnostics misfits;
  answer.model = source.shape().Decode(*data.kept, misfits);
  EXPECT_EQ(Said(misfits), "");
  return answer;
}

}  // namespace testing_support
