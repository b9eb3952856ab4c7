// Stands in for a provider's program where Terraform looks for it: runs the real one, and notes
// what it took. A process that ends is gone before anybody can ask what it used, except its parent,
// and that is Terraform. BENCH_PROVIDER is the real program; the file BENCH_USAGE gets a line
// "CPU microseconds, largest resident set in KiB" for each process.
//
// The resident set of wait4 counts that of the process from before its exec, which is this
// program's: it is linked statically and stays far below any provider.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

long long Microseconds(const timeval& time) { return time.tv_sec * 1000000LL + time.tv_usec; }

// One write, so that lines of processes that end together do not mix.
bool Note(const char* file, const rusage& usage) {
  char line[64];
  const int length =
      std::snprintf(line, sizeof(line), "%lld %ld\n",
                    Microseconds(usage.ru_utime) + Microseconds(usage.ru_stime), usage.ru_maxrss);
  const int out = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out < 0) return false;
  return write(out, line, static_cast<size_t>(length)) == length;
}

}  // namespace

int main(int /*argc*/, char** argv) {
  const char* const program = std::getenv("BENCH_PROVIDER");
  const char* const file = std::getenv("BENCH_USAGE");
  if (program == nullptr || file == nullptr) return 2;
  const pid_t child = fork();
  if (child == 0) {
    execv(program, argv);
    _exit(127);
  }
  int status = 0;
  rusage usage = {};
  if (child < 0 || wait4(child, &status, 0, &usage) != child || !Note(file, usage)) return 2;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
