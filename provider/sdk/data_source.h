// What the author of a data source writes: a class that derives from DataSource<Model>. Its shape
// mixes what the user sets (Required, Optional) with what is looked up (Computed). One object
// serves all calls, also concurrent ones.
#pragma once

#include <utility>

#include "provider/sdk/call_data.h"
#include "provider/sdk/shape.h"

namespace tf {

// The call ends with Keep, or with an error; "not found" is an error.
template <class Model>
class DataCall : public Call {
 public:
  DataCall(CallData& data, const Shape<Model>& shape, Model config)
      : Call(data), shape_(shape), config_(std::move(config)) {}

  const Model& config() const { return config_; }  // wholly known; computed attributes are null
  // Every attribute, the configured ones included; none unknown.
  void Keep(const Model& answer) { data_.kept = shape_.Encode(answer); }

 private:
  const Shape<Model>& shape_;
  Model config_;
};

template <class Model>
class DataSource {
 public:
  virtual ~DataSource() = default;
  virtual const Shape<Model>& shape() const = 0;
  virtual void Read(DataCall<Model>& call) = 0;
};

}  // namespace tf
