// The suite's short run of a fuzz target: every seed of the corpus, then mutations of them. The
// same numbers are drawn in every run, so a failure can be repeated.
//
//   TARGET CORPUS_FOLDER [MUTATIONS]
//
// A target that ends the process leaves the input in the file replay-input of the current folder.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/target.h"

namespace {

constexpr int kMutations = 20000;
constexpr std::size_t kLongest = 4096;

std::vector<std::string> ReadCorpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<std::string> seeds;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return seeds;
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

  std::string Next() {
    std::string input = Seed();
    for (std::size_t changes = 1 + Below(8); changes > 0; --changes) Change(input);
    input.resize(std::min(input.size(), kLongest));
    return input;
  }

 private:
  std::size_t Below(std::size_t bound) { return random_() % bound; }
  const std::string& Seed() { return seeds_[Below(seeds_.size())]; }
  char Byte() { return static_cast<char>(Below(256)); }

  void Change(std::string& input) {
    const std::size_t at = Below(input.size() + 1);
    const std::size_t length = 1 + Below(16);
    switch (Below(6)) {
      case 0:
        input.insert(at, 1, Byte());
        return;
      case 1:
        input.erase(at, length);
        return;
      case 2:
        if (at < input.size()) input[at] = Byte();
        return;
      case 3:
        if (at < input.size())
          input[at] = static_cast<char>(static_cast<unsigned char>(input[at]) ^ (1U << Below(8)));
        return;
      case 4:
        input.insert(at, input.substr(Below(input.size() + 1), length));
        return;
      default:
        const std::string& other = Seed();
        input.insert(at, other.substr(Below(other.size() + 1), length));
    }
  }

  const std::vector<std::string>& seeds_;
  std::minstd_rand random_{1};
};

// Keeps the input for the case that the target ends the process. The file stays open: to truncate
// and close it for each input costs a minute of waiting on some file systems.
class LastInput {
 public:
  ~LastInput() {
    close(file_);
    std::filesystem::remove("replay-input");
  }
  bool Keep(const std::string& input) {
    const auto size = static_cast<off_t>(input.size());
    return pwrite(file_, input.data(), input.size(), 0) == size && ftruncate(file_, size) == 0;
  }

 private:
  const int file_ = open("replay-input", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> seeds =
      argc > 1 ? ReadCorpus(argv[1]) : std::vector<std::string>{};
  if (seeds.empty()) {
    std::fputs("usage: TARGET CORPUS_FOLDER [MUTATIONS], with at least one seed\n", stderr);
    return 2;
  }
  const int mutations = argc > 2 ? std::atoi(argv[2]) : kMutations;
  LastInput last;
  const auto run = [&last](const std::string& input) {
    if (!last.Keep(input)) std::fputs("the input cannot be kept\n", stderr);
    Fuzz(input);
  };
  for (const std::string& seed : seeds) run(seed);
  Mutator mutator(seeds);
  for (int done = 0; done < mutations; ++done) run(mutator.Next());
  std::printf("%zu seeds and %d mutations\n", seeds.size(), mutations);
  return 0;
}
