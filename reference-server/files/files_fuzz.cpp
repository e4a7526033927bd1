#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "files/jailed_tree.h"
#include "files/tree_path.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"

namespace refd {
namespace {

namespace fs = std::filesystem;
using fuzzing::require;
using fuzzing::require_same;

void require_sound(const TreePath& path) {
  const auto& text = path.text();
  require(text.starts_with('/') && (path.is_root() || !text.ends_with('/')), "a path goes from the root down",
          text);
  require(text.size() <= 4095 && text.find('\0') == std::string::npos, "a path keeps to the limits", text);
  for (std::string_view rest = text; !path.is_root() && !rest.empty();) {
    rest.remove_prefix(1);
    const auto name = rest.substr(0, rest.find('/'));
    require(!name.empty() && name != "." && name != ".." && name.size() <= 255, "a name is one", text);
    rest.remove_prefix(name.size());
  }
}

// The first line is where one is, the second where one goes.
void check_path(std::string_view text) {
  const auto line_end = text.find('\n');
  const auto from = TreePath::resolve({}, text.substr(0, line_end));
  if (!from) return;
  require_sound(*from);
  require(from->is_within({}) && from->is_within(*from), "everything is within the root");
  const auto path =
      TreePath::resolve(*from, line_end == std::string_view::npos ? "" : text.substr(line_end + 1));
  if (!path) return;
  require_sound(*path);
  require_same(TreePath::resolve({}, path->text())->text(), path->text(),
               "a path that is written is the same");
  require_same(path->parent().is_within(*path) && !path->is_root() ? "in itself" : "", "",
               "a parent is above");
  if (!path->is_root()) {
    require(path->is_within(path->parent()), "a path is within its parent", path->text());
    require_same(path->parent().child(path->name()).text(), path->text(), "a parent's child is the path");
    require(path->relative() == path->text().substr(1), "a relative path is the path", path->text());
  }
}

constexpr std::string_view secret = "what no customer may see or change";

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A site with links of every kind that lead out of it, beside a file that is none of its.
class Machine {
 public:
  Machine() {
    // In memory, where there is such a place: thousands of these are made, and what is uploaded is flushed.
    const fs::path memory = "/dev/shm";
    const auto folder = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
    std::string name = (folder / "fuzzed-tree-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory for the fuzzed tree");
    base_ = name;
    for (const auto* part : {"site/web/d/e", "site/users/ab", "staging", "outside"})
      fs::create_directories(base_ / part);
    std::ofstream(base_ / "outside/secret") << secret;
    std::ofstream(base_ / "site/web/f") << "content";
    const auto link = [this](const fs::path& target, const char* place) {
      fs::create_symlink(target, base_ / "site" / place);
    };
    link("../../outside", "web/up");
    link("../../../../outside/secret", "web/d/file");
    link(base_ / "outside", "web/absolute");
    link("..", "web/parent");
    link("/web/d", "web/inside");
    link("loop", "web/loop");
    link("d/e", "web/down");
  }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine() {
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(base_, error)) {
      if (entry.is_directory(error) && !entry.is_symlink(error))
        fs::permissions(entry.path(), fs::perms::all, error);
    }
    fs::remove_all(base_, error);
  }

  JailedTree::Options options() const {
    return {.root = (base_ / "site").string(), .staging = (base_ / "staging").string()};
  }
  /// Of the file outside: what it is known by, as a customer may have one of the same name.
  std::uint64_t inode_outside() const {
    struct stat facts {};
    if (::stat((base_ / "outside/secret").c_str(), &facts) != 0) throw std::runtime_error("no file outside");
    return facts.st_ino;
  }
  void require_untouched() const {
    require_same(content_of(base_ / "outside/secret"), secret, "what is outside stays as it is");
    require(std::distance(fs::directory_iterator(base_ / "outside"), {}) == 1, "nothing comes to be outside");
    require(std::distance(fs::directory_iterator(base_), {}) == 3, "nothing comes to be beside the root");
  }

 private:
  fs::path base_;
};

void read(JailedTree& tree, const TreePath& path, Reader reader) {
  const auto file = tree.open_for_reading(path, reader);
  if (!file) return;
  std::array<char, 100> octets{};
  const auto count = ::read(file->get(), octets.data(), octets.size());
  require(count < 0 || std::string_view(octets.data(), static_cast<std::size_t>(count)).find(secret) ==
                           std::string::npos,
          "what is outside is not read", path.text());
}

void write(JailedTree& tree, const TreePath& path) {
  auto upload = tree.begin_upload(path, UploadMode::replace);
  if (!upload) return;
  constexpr std::string_view octets = "written";
  if ((*upload)->write(octets)) (void)(*upload)->commit();
}

// "VERB path" or "mv path path".
void act(JailedTree& tree, std::string_view line, std::uint64_t inode_outside) {
  const auto blank = std::min(line.find(' '), line.size());
  const auto verb = line.substr(0, blank);
  const auto rest = line.substr(std::min(line.size(), blank + 1));
  const auto second = std::min(rest.find(' '), rest.size());
  const auto path = TreePath::resolve({}, rest.substr(0, second));
  const auto other = TreePath::resolve({}, rest.substr(std::min(rest.size(), second + 1)));
  if (!path || !other) return;
  if (verb == "get") {
    read(tree, *path, Reader::owner);
    read(tree, *path, Reader::visitor);
  } else if (verb == "put") {
    write(tree, *path);
  } else if (verb == "mkdir") {
    (void)tree.make_directory(*path);
  } else if (verb == "rmdir") {
    (void)tree.remove_directory(*path);
  } else if (verb == "rm") {
    (void)tree.remove_file(*path);
  } else if (verb == "mv") {
    (void)tree.rename(*path, *other);
  } else if (verb == "chmod") {
    (void)tree.change_mode(*path, 0777);
  } else if (verb == "touch") {
    (void)tree.set_modified(*path, {});
  }
  if (const auto place = tree.real_place(*path)) require_sound(*place);
  if (const auto entries = tree.list(*path, Reader::owner)) {
    for (const auto& entry : *entries)
      require(entry.facts.inode != inode_outside, "what is outside is not listed", path->text());
  }
}

void check_jail(std::string_view text) {
  const Machine machine;
  const auto inode_outside = machine.inode_outside();
  JailedTree tree(machine.options());
  for (const auto line : fuzzing::lines_of(text)) act(tree, line, inode_outside);
  machine.require_untouched();
}

// The same where paths are opened as the machine has them.
void check_tree_without_walls(std::string_view text) {
  const Machine machine;
  for (const auto line : fuzzing::lines_of(text)) {
    const auto blank = std::min(line.find(' '), line.size());
    if (line.find('\0') != std::string_view::npos || !line.starts_with("get /")) continue;
    const auto found = content_of(machine.options().root + std::string(line.substr(blank + 1)));
    require(found.find(secret) == std::string::npos, "what is outside is not read", line);
  }
}

}  // namespace
}  // namespace refd

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd;
  static const std::array table{
      Target{.name = "files.jail",
             .check = check_jail,
             .longest = 600,
             .with_a_mistake = check_tree_without_walls},
      Target{.name = "files.path", .check = check_path, .longest = 5000},
  };
  return table;
}
