#include "resources/oncall/shared_read.h"

namespace oncall {

http::ApiError StoppedWaiting() {
  return {.kind = http::ApiErrorKind::kCancelled,
          .message = "the run was interrupted while it waited for an answer"};
}

http::ApiError WaitedTooLong() {
  return {.kind = http::ApiErrorKind::kUnavailable,
          .message = "the time ran out while another resource waited for the same answer",
          .out_of_time = true};
}

}  // namespace oncall
