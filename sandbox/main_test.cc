// The program as a test or a demo starts it: by its options, its one line of output and its end.
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

namespace {

// The program with what it writes; killed at the end of the test if it still runs.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      dup2(ends[1], STDERR_FILENO);
      arguments.insert(arguments.begin(), SANDBOX_PROGRAM);
      std::vector<char*> argv;
      for (auto& argument : arguments) argv.push_back(argument.data());
      argv.push_back(nullptr);
      execv(SANDBOX_PROGRAM, argv.data());
      _exit(127);
    }
    close(ends[1]);
    output_ = ends[0];
  }
  ~Program() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    close(output_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::string ReadLine() {
    std::string line;
    for (char c = 0; read(output_, &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }
  void Signal(int signal) const { kill(pid_, signal); }
  int ExitCode() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

TEST(Program, SaysWhereItListensAnswersAndEndsOnASignal) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Program program({"--port", "0", "--seed", SANDBOX_DEMO, "--now", "2026-03-23T10:30:00Z"});
    const std::string line = program.ReadLine();
    const std::string prefix = "incident-sandbox listening on ";
    ASSERT_TRUE(line.starts_with(prefix + "http://127.0.0.1:")) << line;
    httplib::Client client(line.substr(prefix.size()));
    client.set_keep_alive(true);
    const auto answer = client.Get("/_sandbox/clock");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, R"({"live":false,"now":"2026-03-23T10:30:00Z"})");
    program.Signal(signal);
    EXPECT_EQ(program.ExitCode(), 0);
  }
}

TEST(Program, RefusesASeedThatCannotBeRead) {
  Program program({"--port", "0", "--seed", "/nowhere/world.json"});
  EXPECT_EQ(program.ReadLine(), "incident-sandbox: cannot read /nowhere/world.json");
  EXPECT_EQ(program.ExitCode(), 1);
}

TEST(Program, RefusesATimeThatIsNone) {
  Program program({"--port", "0", "--now", "noon"});
  EXPECT_EQ(program.ReadLine(),
            "incident-sandbox: now must be a time: RFC 3339, \"now\", or as \"+2h\", \"-3d\".");
  EXPECT_EQ(program.ExitCode(), 1);
}

}  // namespace
