#include <algorithm>

#include <fmt/format.h>

#include "ftp/command_line.h"
#include "ftp/ftp_session.h"
#include "ftp/listing_source.h"

namespace refd {
namespace {

std::string in_one_word(const std::string& name) {
  auto word = printable_name(name);
  std::replace(word.begin(), word.end(), ' ', '_');
  return word;
}

Result<std::unique_ptr<ByteSource>> text_source(std::string text) {
  return std::unique_ptr<ByteSource>(std::make_unique<TextSource>(std::move(text)));
}

// What an access file forbids to list looks empty, and to NLST absent, as under ProFTPD (ACL-2).
Result<std::unique_ptr<ByteSource>> nothing_to_see(std::string_view verb) {
  if (verb == "NLST") return system_error(ENOENT);
  return text_source({});
}

}  // namespace

ListingRequest FtpSession::listing_request(std::string_view verb) {
  ListingRequest request;
  request.form = verb == "NLST" ? ListingRequest::Form::names : ListingRequest::Form::lines;
  request.shows = shown_entries(verb);
  request.style = {
      .owner = in_one_word(name_), .now = around_.clock.now(), .unix_style = policy().lists_unix_style};
  return request;
}

// LIST [<sp> -options] [<sp> path]: FTP-XFER-2, the form that clients parse.
FtpStep FtpSession::list(Argument argument) {
  return listing(argument, "LIST");
}

// NLST likewise; clients that ask for -l want LIST's form.
FtpStep FtpSession::nlst(Argument argument) {
  return listing(argument, "NLST");
}

FtpStep FtpSession::listing(Argument argument, std::string_view verb) {
  restart_ = 0;
  ListArguments parsed{.options = {}, .path = std::string(argument)};
  if (policy().list_takes_options) parsed = parse_list_arguments(argument);
  if (verb == "LIST" && !policy().list_honours_its_argument) parsed.path.clear();
  auto request = listing_request(verb);
  if (parsed.options.long_form) request.form = ListingRequest::Form::lines;
  request.options = parsed.options;
  auto source = listing_of(std::move(request), parsed.path, verb);
  if (!source) {
    auto reply = file_failure(parsed.path, source.error());
    reply.code = 450;
    return {.reply = std::move(reply)};
  }
  FtpTransfer transfer;
  transfer.source = std::move(*source);
  return begin_sending(std::move(transfer), "file list");
}

// `name` is a directory, a file, or a pattern for the names in a directory.
Result<std::unique_ptr<ByteSource>> FtpSession::listing_of(ListingRequest request, const std::string& name,
                                                           std::string_view verb) {
  const auto path = place(name);
  if (!path) return path.error();
  if (!permits(*path, verb)) return nothing_to_see(verb);
  const auto facts = around_.files.facts(*path, Reader::owner);
  if (!facts) {
    if (name.find_first_of("*?[") == std::string::npos) return facts.error();
    return listing_of_matches(std::move(request), name, verb);
  }
  if (facts->kind == FileKind::directory && !request.options.directory_itself) {
    request.directory = *path;
    // With options the client expects what ls prints: names alone.
    const bool plain = !request.options.any && !name.empty() && name != ".";
    if (plain) request.prefix = name.ends_with('/') ? name : name + "/";
    return ListingSource::open(around_.files, std::move(request));
  }
  const DirectoryEntry entry{.name = name.empty() ? "." : name, .facts = *facts};
  if (request.form == ListingRequest::Form::names) return text_source(printable_name(entry.name) + "\r\n");
  return text_source(list_line(entry, request.style, request.options));
}

Result<std::unique_ptr<ByteSource>> FtpSession::listing_of_matches(ListingRequest request,
                                                                   const std::string& name,
                                                                   std::string_view verb) {
  const auto slash = name.rfind('/');
  if (slash != std::string::npos) request.prefix = name.substr(0, slash + 1);
  const auto directory = place(request.prefix);
  if (!directory) return directory.error();
  if (!permits(*directory, verb)) return nothing_to_see(verb);
  request.directory = *directory;
  request.pattern = name.substr(slash == std::string::npos ? 0 : slash + 1);
  return ListingSource::open(around_.files, std::move(request));
}

// MLSD [<sp> directory], RFC 3659 section 7.
FtpStep FtpSession::mlsd(Argument argument) {
  restart_ = 0;
  const auto path = place(argument);
  if (!path) return {.reply = file_failure(argument, path.error())};
  if (!permits(*path, "MLSD")) return forbidden(argument);
  auto request = listing_request("MLSD");
  request.form = ListingRequest::Form::facts;
  request.directory = *path;
  request.options.hidden = true;
  request.facts = mlst_facts_;
  auto source = ListingSource::open(around_.files, std::move(request));
  if (!source) {
    auto reply = file_failure(argument, source.error());
    if (source.error().value() == ENOTDIR) reply.code = 501;
    return {.reply = std::move(reply)};
  }
  FtpTransfer transfer;
  transfer.source = std::move(*source);
  return begin_sending(std::move(transfer), "MLSD");
}

// MLST [<sp> path]: the facts of one entry, on the control connection.
FtpStep FtpSession::mlst(Argument argument) {
  const auto path = place(argument);
  if (!path) return {.reply = file_failure(argument, path.error())};
  if (!permits(*path, "MLST")) return forbidden(argument);
  const auto facts = around_.files.facts(*path, Reader::owner);
  if (!facts) return {.reply = file_failure(argument, facts.error())};
  FtpReply reply{.code = 250, .text = "Begin", .in_lines = true};
  reply.body.push_back(mlst_line(path->text(), mlst_type(facts->kind), *facts, mlst_facts_));
  return {.reply = std::move(reply)};
}

// STAT alone: the session; STAT <sp> path: LIST's lines on the control connection (RFC 959 section 4.1.3).
FtpStep FtpSession::stat(Argument argument) {
  if (trimmed(argument).empty()) return {.reply = session_status()};
  auto parsed = parse_list_arguments(argument);
  auto request = listing_request("STAT");
  request.options = parsed.options;
  request.options.recursive = false;
  auto source = listing_of(std::move(request), parsed.path, "STAT");
  if (!source) {
    auto reply = file_failure(parsed.path, source.error());
    reply.code = 450;
    return {.reply = std::move(reply)};
  }
  FtpReply reply{.code = 213, .text = "Status of " + parsed.path + ":", .in_lines = true};
  const auto text = (*source)->next();
  for (auto rest = text ? *text : std::string_view(); !rest.empty();) {
    const auto end = rest.find("\r\n");
    reply.body.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  }
  return {.reply = std::move(reply)};
}

FtpReply FtpSession::session_status() const {
  FtpReply reply{.code = 211, .text = around_.public_name + " FTP server status:", .in_lines = true};
  reply.body = {"Connected from " + ends_.client.text(), "Logged in as " + name_,
                "Working directory " + directory_.text(),
                fmt::format("TYPE: {}, STRU: F, MODE: S", ascii_ ? "A N" : "I"),
                data_.is_prepared() ? "Data connection prepared" : "No data connection"};
  return reply;
}

}  // namespace refd
