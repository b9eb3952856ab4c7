#include "tests/support/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

namespace testing_support {
namespace {

std::vector<std::string> EnvironmentOf(const Command& command) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string name(text.substr(0, text.find('=')));
    const auto& without = command.without_variables;
    if (command.environment.contains(name) || std::ranges::find(without, name) != without.end())
      continue;
    result.emplace_back(text);
  }
  for (const auto& [name, value] : command.environment) result.push_back(name + "=" + value);
  return result;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Starts the command with these descriptors as standard output and error; -1 leaves the test's own.
pid_t Start(const Command& command, int out, int err) {
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment = EnvironmentOf(command);
  std::vector<char*> argv = Pointers(arguments);
  std::vector<char*> envp = Pointers(environment);
  const pid_t pid = fork();
  if (pid != 0) return pid;
  // Between fork and exec only calls that are safe there.
  const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(null, STDIN_FILENO);
  if (out >= 0) dup2(out, STDOUT_FILENO);
  if (err >= 0) dup2(err, STDERR_FILENO);
  if (!command.folder.empty() && chdir(command.folder.c_str()) != 0) _exit(126);
  execvpe(argv[0], argv.data(), envp.data());
  _exit(127);
}

int ExitCode(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int WaitFor(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return ExitCode(status);
}

// Appends what is there to read; false at the end.
bool ReadSome(int descriptor, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t n = read(descriptor, buffer.data(), buffer.size());
  if (n > 0) text.append(buffer.data(), static_cast<std::size_t>(n));
  return n > 0 || (n < 0 && errno == EINTR);
}

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe MakePipe() {
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  return {ends[0], ends[1]};
}

// -1 without a name.
int OpenToAdd(const std::string& file) {
  if (file.empty()) return -1;
  return open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

}  // namespace

Finished Run(const Command& command) {
  const Pipe out = MakePipe(), err = MakePipe();
  const pid_t pid = Start(command, out.write_end, err.write_end);
  close(out.write_end);
  close(err.write_end);
  Finished finished;
  std::array<pollfd, 2> polled{pollfd{out.read_end, POLLIN, 0}, pollfd{err.read_end, POLLIN, 0}};
  while (polled[0].fd >= 0 || polled[1].fd >= 0) {
    if (poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) break;
    if (polled[0].revents != 0 && !ReadSome(out.read_end, finished.out)) polled[0].fd = -1;
    if (polled[1].revents != 0 && !ReadSome(err.read_end, finished.err)) polled[1].fd = -1;
  }
  close(out.read_end);
  close(err.read_end);
  finished.exit_code = pid > 0 ? WaitFor(pid) : 127;
  return finished;
}

Subprocess::Subprocess(const Command& command) {
  const Pipe out = MakePipe();
  const int output = OpenToAdd(command.output_file), error = OpenToAdd(command.error_file);
  pid_ = Start(command, output >= 0 ? output : out.write_end, error);
  for (const int end : {out.write_end, output, error}) {
    if (end >= 0) close(end);
  }
  out_ = out.read_end;
}

Subprocess::~Subprocess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    WaitFor(pid_);
  }
  close(out_);
}

std::string Subprocess::ReadLine() {
  while (pending_.find('\n') == std::string::npos && ReadSome(out_, pending_)) {
  }
  const std::size_t end = std::min(pending_.find('\n'), pending_.size());
  std::string line = pending_.substr(0, end);
  pending_.erase(0, end + 1);
  return line;
}

void Subprocess::Signal(int signal) const {
  if (pid_ > 0) kill(pid_, signal);
}

int Subprocess::Wait() {
  if (pid_ <= 0) return 127;
  const int code = WaitFor(pid_);
  pid_ = -1;
  return code;
}

}  // namespace testing_support
