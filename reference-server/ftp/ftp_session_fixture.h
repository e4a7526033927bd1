#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "ftp/ftp_session.h"
#include "policy/changing_policies.h"

namespace refd {

/// A tree in memory: enough of it for a session's decisions.
class SmallTree final : public FileTree {
 public:
  std::map<std::string, FileFacts> entries = {
      {"/", directory()},
      {"/web", directory()},
      {"/users", directory()},
      {"/users/ab-cdftp", directory()},
      {"/web/f", {.kind = FileKind::regular, .size = 3, .mode = 0644}}};
  std::map<std::string, std::string> received;
  std::uint64_t last_offset = 0;
  int commit_error = 0;

  static FileFacts directory() { return {.kind = FileKind::directory, .mode = 0755}; }

  Result<UniqueFd> open_for_reading(const TreePath& path, Reader) override {
    if (!entries.contains(path.text())) return system_error(ENOENT);
    UniqueFd file(::memfd_create("content", MFD_CLOEXEC));
    if (::pwrite(file.get(), "a\nb", 3, 0) != 3) return last_system_error();
    return file;
  }
  Result<FileFacts> facts(const TreePath& path, Reader) override {
    const auto found = entries.find(path.text());
    if (found == entries.end()) return system_error(ENOENT);
    return found->second;
  }
  Result<std::vector<DirectoryEntry>> list(const TreePath& path, Reader reader) override {
    const auto facts_of_it = facts(path, reader);
    if (!facts_of_it) return facts_of_it.error();
    if (facts_of_it->kind != FileKind::directory) return system_error(ENOTDIR);
    std::vector<DirectoryEntry> found;
    for (const auto& [text, facts_of_child] : entries) {
      const auto child = TreePath::resolve({}, text).value();
      if (!child.is_root() && child.parent() == path) {
        found.push_back({.name = std::string(child.name()), .facts = facts_of_child});
      }
    }
    return found;
  }
  Result<std::unique_ptr<Upload>> begin_upload(const TreePath& path, UploadMode,
                                               std::uint64_t offset) override {
    if (path == TreePath().child("full")) return system_error(ENOSPC);
    if (offset > 100) return system_error(EINVAL);
    last_offset = offset;
    return std::unique_ptr<Upload>(std::make_unique<SmallUpload>(*this, path.text()));
  }
  Result<void> make_directory(const TreePath& path) override {
    if (!entries.emplace(path.text(), directory()).second) return system_error(EEXIST);
    return {};
  }
  Result<void> remove_directory(const TreePath& path) override { return erase(path); }
  Result<void> remove_file(const TreePath& path) override { return erase(path); }
  Result<void> rename(const TreePath& from, const TreePath& to) override {
    const auto moved = facts(from, Reader::owner);
    if (!moved) return moved.error();
    entries[to.text()] = *moved;
    return erase(from);
  }
  Result<void> change_mode(const TreePath& path, unsigned mode) override {
    entries.at(path.text()).mode = mode;
    return {};
  }
  Result<void> set_modified(const TreePath& path, std::chrono::system_clock::time_point time) override {
    if (!entries.contains(path.text())) return system_error(ENOENT);
    entries.at(path.text()).modified = time;
    return {};
  }

 private:
  struct SmallUpload final : Upload {
    SmallUpload(SmallTree& owner, std::string place) : tree(owner), path(std::move(place)) {}
    Result<void> write(std::span<const char> octets) override {
      text.append(octets.data(), octets.size());
      return {};
    }
    Result<void> commit() override {
      if (tree.commit_error != 0) return system_error(tree.commit_error);
      tree.received[path] = text;
      return {};
    }
    SmallTree& tree;
    std::string path;
    std::string text;
  };
  Result<void> erase(const TreePath& path) {
    if (entries.erase(path.text()) == 0) return system_error(ENOENT);
    return {};
  }
};

class OneAccount final : public AccountDirectory {
 public:
  std::optional<std::string> ftp_login(std::string_view name, std::string_view password,
                                       const LoginRules& rules) const override {
    if (name != "ab-cdftp" || (password != "secret" && !rules.any_password_is_accepted)) return std::nullopt;
    return "ab-cdftp";
  }
};

class FakePort final : public DataPort {
 public:
  Result<std::uint16_t> listen() override {
    prepared = true;
    return std::uint16_t{1025};
  }
  void connect_to(std::uint16_t port) override {
    active = port;
    prepared = true;
  }
  bool is_prepared() const override { return prepared; }
  void forget() override { prepared = false; }
  std::uint64_t progress() const override { return 42; }
  bool prepared = false;
  std::uint16_t active = 0;
};

class FtpSessionTest : public ::testing::Test {
 protected:
  explicit FtpSessionTest(const char* address = "127.0.0.1")
      : session_({tree_, accounts_, policies_, clock_, silent_log(), {}, "www.example.jp"},
                 {HostAddress::parse(address).value(), HostAddress::parse(address).value()}, data_) {}

  FtpStep step(std::string_view line) { return session_.on_line(line); }
  std::string say(std::string_view line) { return step(line).reply.wire(); }
  int code(std::string_view line) { return step(line).reply.code; }
  void log_in() {
    ASSERT_EQ(code("USER ab-cdftp"), 331);
    ASSERT_EQ(code("PASS secret"), 230);
  }
  // The text that a command would send over the data connection.
  std::string sent(std::string_view line) {
    data_.prepared = true;
    auto taken = step(line);
    if (!taken.transfer) return taken.reply.wire();
    std::string text;
    while (taken.transfer->source) {
      const auto piece = taken.transfer->source->next();
      if (!piece || piece->empty()) break;
      text += *piece;
    }
    EXPECT_EQ(session_.on_transfer_end({}).code, 226);
    return text;
  }

  SmallTree tree_;
  OneAccount accounts_;
  ChangingPolicies policies_;
  ManualClock clock_{parse_time_value("20261123123400").value()};
  FakePort data_;
  FtpSession session_;
};

}  // namespace refd
