#include "scenario/remover.h"

#include <algorithm>
#include <cctype>

namespace cts {
namespace {

constexpr unsigned deepest = 32;
constexpr std::size_t most_entries = 10'000;
constexpr std::size_t most_told = 20;

std::string below(const std::string& directory, const std::string& name) {
  return directory.ends_with('/') ? directory + name : directory + "/" + name;
}

bool says_mlsd(const std::string& line) {
  std::string word;
  for (const char c : line) {
    if (c == ' ' && word.empty()) continue;
    if (c == ' ' || c == ';') break;
    word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  // RFC 3659 §7.8: MLST in FEAT says that MLSD is there too.
  return word == "MLST" || word == "MLSD";
}

}  // namespace

std::string parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos || slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::string name_in_parent(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

bool Remover::offers_mlsd() {
  if (!mlsd_) {
    const FtpReply features = session_.command("FEAT");
    mlsd_ = features.completed() && std::any_of(features.lines.begin(), features.lines.end(), says_mlsd);
  }
  return *mlsd_;
}

std::optional<Listing> Remover::list(const std::string& directory) {
  // Into the directory first: an argument of LIST would be read as a pattern.
  if (!session_.command("CWD " + directory).completed()) return std::nullopt;
  if (offers_mlsd()) {
    const FtpTransfer transfer = session_.list("MLSD");
    if (transfer.succeeded()) return parse_mlsd(transfer.data);
  }
  const FtpTransfer transfer = session_.list("LIST -a");
  if (transfer.succeeded()) return parse_unix_list(transfer.data);
  return std::nullopt;
}

std::optional<bool> Remover::is_listed(const std::string& path) {
  const auto listing = list(parent_of(path));
  if (!listing) return std::nullopt;
  const std::string name = name_in_parent(path);
  const bool in_strange_line =
      std::any_of(listing->strange.begin(), listing->strange.end(),
                  [&](const auto& line) { return line.find(name) != std::string::npos; });
  return listing->has(name) || in_strange_line;
}

void Remover::allow_everything(const std::string& directory) {
  session_.command("SITE CHMOD 755 " + directory);
}

bool Remover::remove_entry(const std::string& path, ListEntry::Kind kind, unsigned depth) {
  if (++entries_ > most_entries || !session_.is_open()) return false;
  if (kind == ListEntry::Kind::directory) return remove_directory(path, depth);
  const bool removed = session_.command("DELE " + path).completed();
  if (!removed && stubborn_.size() < most_told) stubborn_.push_back(path);
  return removed;
}

bool Remover::remove_entries(const std::string& directory, unsigned depth) {
  const auto listing = list(directory);
  if (!listing) return false;
  bool all = true;
  for (const ListEntry& entry : listing->entries)
    all = remove_entry(below(directory, entry.name), entry.kind, depth + 1) && all;
  return all;
}

bool Remover::remove_directory(const std::string& directory, unsigned depth) {
  if (depth > deepest) return false;
  // The second time with a mode that lets us in: a directory that forbids reading can look empty.
  for (int attempt = 0; attempt < 2 && session_.is_open(); ++attempt) {
    const std::size_t stubborn_before = stubborn_.size();
    if (attempt != 0) allow_everything(directory);
    remove_entries(directory, depth);
    session_.command("CWD " + parent_of(directory));
    if (session_.command("RMD " + directory).completed()) return true;
    if (attempt == 0) stubborn_.resize(stubborn_before);
  }
  return false;
}

std::vector<std::string> Remover::remove(const std::string& path) {
  stubborn_.clear();
  entries_ = 0;
  const auto before = list(parent_of(path));
  const ListEntry* const entry = before ? before->find(name_in_parent(path)) : nullptr;
  if (before && entry == nullptr && before->strange.empty()) return {};
  remove_entry(path, entry != nullptr ? entry->kind : ListEntry::Kind::directory, 0);
  const auto listed = is_listed(path);
  if (listed && !*listed) return {};
  if (!listed)
    return {path + " (whether it is gone could not be seen: " + parent_of(path) + " cannot be listed)"};
  if (stubborn_.empty()) return {path};
  return stubborn_;
}

}  // namespace cts
