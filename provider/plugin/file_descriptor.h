// Owns a file descriptor and closes it. Header only; not safe to share between threads.
#pragma once

#include <unistd.h>

#include <utility>

namespace tf::plugin {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  // Takes what a system call returned; below zero is none.
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor() {
    if (valid()) close(number_);
  }

  int number() const { return number_; }
  bool valid() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

}  // namespace tf::plugin
