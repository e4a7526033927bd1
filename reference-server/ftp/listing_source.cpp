#include "ftp/listing_source.h"

#include <fnmatch.h>

#include <set>
#include <vector>

namespace refd {

Result<std::string_view> TextSource::next() {
  if (given_) return std::string_view();
  given_ = true;
  return std::string_view(text_);
}

namespace {

// Gives links the facts of what they lead to, if that is anything; the names of those links.
std::set<std::string, std::less<>> follow_links(FileTree& files, const TreePath& directory,
                                                std::vector<DirectoryEntry>& entries) {
  std::set<std::string, std::less<>> links;
  for (auto& entry : entries) {
    if (entry.facts.kind != FileKind::symlink) continue;
    links.insert(entry.name);
    if (const auto target = files.facts(directory.child(entry.name), Reader::owner)) entry.facts = *target;
  }
  return links;
}

}  // namespace

ListingSource::ListingSource(FileTree& files, ListingRequest request)
    : files_(files), request_(std::move(request)) {}

Result<std::unique_ptr<ListingSource>> ListingSource::open(FileTree& files, ListingRequest request) {
  // The constructor is private: std::make_unique cannot call it.
  std::unique_ptr<ListingSource> source(new ListingSource(files, std::move(request)));
  const auto produced = source->produce({.directory = source->request_.directory, .shown = {}});
  if (!produced) return produced.error();
  if (!source->request_.pattern.empty() && source->text_.empty()) return system_error(ENOENT);
  source->first_is_ready_ = true;
  return source;
}

Result<std::string_view> ListingSource::next() {
  if (first_is_ready_) {
    first_is_ready_ = false;
    if (!text_.empty()) return std::string_view(text_);
  }
  text_.clear();
  while (text_.empty() && !pending_.empty()) {
    auto pending = std::move(pending_.front());
    pending_.pop_front();
    // One that has gone since, or may not be read, is shown without entries.
    if (request_.form == ListingRequest::Form::lines)
      text_ = "\r\n" + printable_name(pending.shown) + ":\r\n";
    const auto produced = produce(pending);
    if (!produced && produced.error() == system_error(EAGAIN)) {
      text_.clear();
      pending_.push_front(std::move(pending));
      return produced.error();
    }
  }
  return std::string_view(text_);
}

Result<void> ListingSource::produce(const Pending& pending) {
  auto listed = files_.list(pending.directory, Reader::owner);
  if (!listed) return listed.error();
  auto& entries = *listed;
  if (!request_.pattern.empty()) {
    std::erase_if(entries, [&](const DirectoryEntry& entry) {
      return ::fnmatch(request_.pattern.c_str(), entry.name.c_str(), FNM_PERIOD) != 0;
    });
  }
  if (auto left_out = leave_out_hidden(pending.directory, entries); !left_out) return left_out;
  const auto links = follow_links(files_, pending.directory, entries);
  arrange(entries, request_.options);
  if (request_.options.recursive) {
    auto position = pending_.begin();
    for (const auto& entry : entries) {
      if (entry.facts.kind != FileKind::directory || links.contains(entry.name)) continue;
      const auto child = pending.directory.child(entry.name);
      const auto shown = pending.shown.empty() ? entry.name : pending.shown + "/" + entry.name;
      position = std::next(pending_.insert(position, {.directory = child, .shown = shown}));
    }
  }
  if (request_.options.dot_entries && request_.pattern.empty()) add_dot_entries(entries, pending.directory);
  for (const auto& entry : entries) add_line(entry, pending.shown);
  return {};
}

Result<void> ListingSource::leave_out_hidden(const TreePath& directory,
                                             std::vector<DirectoryEntry>& entries) const {
  if (!request_.shows) return {};
  std::vector<DirectoryEntry> shown;
  shown.reserve(entries.size());
  for (auto& entry : entries) {
    const auto is_shown = request_.shows(directory.child(entry.name), entry.facts.kind);
    if (is_shown == ListingRequest::Shown::not_known_yet) return system_error(EAGAIN);
    if (is_shown == ListingRequest::Shown::yes) shown.push_back(std::move(entry));
  }
  entries = std::move(shown);
  return {};
}

void ListingSource::add_dot_entries(std::vector<DirectoryEntry>& entries, const TreePath& directory) const {
  std::vector<DirectoryEntry> dots;
  if (const auto self = files_.facts(directory, Reader::owner)) dots.push_back({.name = ".", .facts = *self});
  if (const auto above = files_.facts(directory.parent(), Reader::owner)) {
    dots.push_back({.name = "..", .facts = *above});
  }
  entries.insert(entries.begin(), dots.begin(), dots.end());
}

void ListingSource::add_line(const DirectoryEntry& entry, const std::string& shown) {
  switch (request_.form) {
    case ListingRequest::Form::lines:
      text_ += list_line(entry, request_.style, request_.options);
      break;
    case ListingRequest::Form::facts:
      text_.append(mlst_line(entry.name, mlst_type(entry.facts.kind), entry.facts, request_.facts))
          .append("\r\n");
      break;
    case ListingRequest::Form::names:
      text_.append(printable_name(request_.prefix));
      if (!shown.empty()) text_.append(printable_name(shown)).append("/");
      text_.append(printable_name(entry.name));
      if (request_.options.classify && entry.facts.kind == FileKind::directory) text_ += '/';
      text_ += "\r\n";
      break;
  }
}

}  // namespace refd
