// The data source `incident_user`: one person, by id or by e-mail address.
#pragma once

#include "provider/sdk/data_source.h"
#include "resources/user/model.h"

namespace user {

class UserDataSource final : public tf::DataSource<UserModel> {
 public:
  const tf::Shape<UserModel>& shape() const override { return UserShape(); }
  void Read(tf::DataCall<UserModel>& call) override;
};

}  // namespace user
