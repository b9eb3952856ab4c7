// A whole provider in one screen: a board with notes, kept in memory. Terraform starts a process
// for every step, so try it with -debug, which serves all of them from one.
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "provider/plugin/serve.h"
#include "provider/sdk/checks.h"
#include "provider/sdk/provider.h"

struct Board {
  std::mutex mutex;  // calls come from many threads
  std::map<std::string, std::string> notes;
};

struct NoteModel {
  tf::Attr<std::string> title, text;
};

struct Note final : tf::Resource<NoteModel> {
  const tf::Shape<NoteModel>& shape() const override {
    static const tf::Shape<NoteModel> shape{
        tf::Required("title", &NoteModel::title).Check(tf::NotBlank()).Replaces().Doc("Its name."),
        tf::Optional("text", &NoteModel::text).Default("To do.").Doc("What it says."),
    };
    return shape;
  }
  void Create(tf::CreateCall<NoteModel>& call) override { Pin(call.plan(), call); }
  void Update(tf::UpdateCall<NoteModel>& call) override { Pin(call.plan(), call); }
  void Read(tf::ReadCall<NoteModel>& call) override {
    auto& board = call.configured<Board>();
    const std::lock_guard lock(board.mutex);
    const auto note = board.notes.find(call.state().title.value_or(""));
    note != board.notes.end() ? call.Keep({note->first, note->second}) : call.Gone();
  }
  void Delete(tf::DeleteCall<NoteModel>& call) override {
    auto& board = call.configured<Board>();
    const std::lock_guard lock(board.mutex);
    board.notes.erase(call.state().title.value_or(""));
  }
  static void Pin(const NoteModel& note, auto& call) {
    auto& board = call.template configured<Board>();
    const std::lock_guard lock(board.mutex);
    board.notes[*note.title] = *note.text;
    call.Keep(note);
  }
};

struct CountModel {
  tf::Attr<std::int64_t> notes;
};

struct Count final : tf::DataSource<CountModel> {
  const tf::Shape<CountModel>& shape() const override {
    static const tf::Shape<CountModel> shape{
        tf::Computed("notes", &CountModel::notes).Doc("How many notes the board has.")};
    return shape;
  }
  void Read(tf::DataCall<CountModel>& call) override {
    auto& board = call.configured<Board>();
    const std::lock_guard lock(board.mutex);
    call.Keep({static_cast<std::int64_t>(board.notes.size())});
  }
};

struct NoSettings {};

struct BoardProvider final : tf::Provider<NoSettings> {
  const tf::Shape<NoSettings>& shape() const override {
    static const tf::Shape<NoSettings> shape{tf::About("A board with notes.")};
    return shape;
  }
  void Configure(tf::ConfigureCall<NoSettings>& call) override { call.Use(board); }
  const std::shared_ptr<Board> board = std::make_shared<Board>();
};

tf::Definition DefineBoard() {
  tf::Definition definition(std::make_unique<BoardProvider>());
  definition.Add("board_note", std::make_unique<Note>());
  definition.Add("board_count", std::make_unique<Count>());
  return definition;
}

int main(int argc, char** argv) {
  return tf::plugin::Serve(
      {{"terraform-provider-board", "1.0.0", "example.com/acme/board"}, DefineBoard}, argc, argv);
}
