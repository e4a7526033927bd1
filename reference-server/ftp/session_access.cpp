#include <fmt/format.h>

#include "ftp/ftp_session.h"

namespace refd {

// ACL-1…8: every command that names a path asks, at each use. Logging in never does.
bool FtpSession::permits(const TreePath& path, std::string_view verb) {
  return guard_.allows(path, verb, name_);
}

// A directory that may not be listed is not shown in the one above either.
ListingRequest::Shows FtpSession::shown_entries(std::string_view verb) {
  return [this, verb = std::string(verb)](const TreePath& path, FileKind kind) {
    using Shown = ListingRequest::Shown;
    const bool shown = guard_.shows(path, kind, verb, name_);
    if (awaits_names()) return Shown::not_known_yet;
    return shown ? Shown::yes : Shown::no;
  };
}

FtpStep forbidden(std::string_view name) {
  return {.reply = {550, fmt::format("{}: Operation not permitted", name)}};
}

}  // namespace refd
