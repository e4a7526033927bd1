#include <array>
#include <charconv>
#include <random>

#include <fmt/format.h>

#include "ftp/command_line.h"
#include "ftp/ftp_session.h"

namespace refd {
namespace {

constexpr std::uint16_t first_unprivileged_port = 1024;

FtpStep only_epsv() {
  return {.reply = {501, "After EPSV ALL only EPSV is taken."}};
}

bool is_for_want_of_room(const FtpReply& reply) {
  return reply.code == 552 || reply.code == 452;
}

FtpReply ended_for_want_of_room() {
  return {421, "The disk is full, closing control connection."};
}

std::string random_suffix() {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device device;
  std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
  std::string text;
  for (int i = 0; i < 8; ++i) text += letters[pick(device)];
  return text;
}

}  // namespace

// FTP-XFER-1, passive mode.
FtpStep FtpSession::pasv(Argument) {
  if (only_epsv_) return only_epsv();
  if (ends_.server.is_ipv6) return {.reply = {425, "PASV is for IPv4: use EPSV."}};
  if (!policy().passive_mode_works) return {.reply = {425, "Cannot open a passive connection."}};
  const auto listening = data_.listen();
  if (!listening) return {.reply = {425, "No port is free for a passive connection."}};
  const DataAddress address{.host = ends_.server, .port = *listening};
  return {.reply = {227, fmt::format("Entering Passive Mode ({}).", port_argument(address))}};
}

// EPSV [<sp> ( 1 | 2 | ALL )], RFC 2428 section 3.
FtpStep FtpSession::epsv(Argument argument) {
  const auto wanted = capitals(argument);
  if (wanted == "ALL") {
    only_epsv_ = true;
    return {.reply = {200, "Only EPSV from now on."}};
  }
  const auto* family = ends_.server.is_ipv6 ? "2" : "1";
  if (!wanted.empty() && wanted != family) {
    return {.reply = {522, fmt::format("Network protocol not supported, use ({})", family)}};
  }
  if (!policy().passive_mode_works) return {.reply = {425, "Cannot open a passive connection."}};
  const auto listening = data_.listen();
  if (!listening) return {.reply = {425, "No port is free for a passive connection."}};
  return {.reply = {229, fmt::format("Entering Extended Passive Mode (|||{}|)", *listening)}};
}

FtpStep FtpSession::port(Argument argument) {
  return prepare_active(parse_port_argument(argument), "PORT");
}
FtpStep FtpSession::eprt(Argument argument) {
  return prepare_active(parse_eprt_argument(argument), "EPRT");
}

// FTP-XFER-1, active mode; only back to the client (RFC 2577 section 3: no bounce).
FtpStep FtpSession::prepare_active(const Result<DataAddress>& address, std::string_view verb) {
  if (only_epsv_) return only_epsv();
  if (!policy().active_mode_works) return {.reply = {500, fmt::format("{} is not possible.", verb)}};
  if (!address && address.error().value() == EAFNOSUPPORT) {
    return {.reply = {522, "Network protocol not supported, use (1,2)"}};
  }
  if (!address) return {.reply = {501, fmt::format("Malformed {}.", verb)}};
  if (address->host != ends_.client || address->port < first_unprivileged_port) {
    around_.log->warn("ftp: {} to {} port {} from {} refused", verb, address->host.text(), address->port,
                      ends_.client.text());
    return {.reply = {500, fmt::format("Illegal {}: only to your own address, from port 1024 up.", verb)}};
  }
  data_.connect_to(address->port);
  return {.reply = {200, fmt::format("{} command successful.", verb)}};
}

// REST <sp> offset: for the next transfer.
FtpStep FtpSession::rest(Argument argument) {
  std::uint64_t offset = 0;
  const auto* end = argument.data() + argument.size();
  const auto [last, error] = std::from_chars(argument.data(), end, offset);
  if (error != std::errc() || last != end || offset > INT64_MAX) return {.reply = {501, "No such offset."}};
  if (ascii_ && offset > 0) return {.reply = {501, "A restart needs TYPE I."}};
  restart_ = offset;
  return {.reply = {350, fmt::format("Restarting at {}.", offset)}};
}

std::uint64_t FtpSession::take_restart() {
  const auto offset = policy().restart_is_honoured ? restart_ : 0;
  restart_ = 0;
  return offset;
}

FtpStep FtpSession::begin_sending(FtpTransfer transfer, const std::string& announcement) {
  if (!data_.is_prepared()) return {.reply = {425, "Use PASV, EPSV, PORT or EPRT first."}};
  transfer_name_ = announcement;
  FtpStep step{.reply = {150, fmt::format("Opening data connection for {}.", announcement)}};
  step.transfer = std::move(transfer);
  return step;
}

// FTP-XFER-1: a file goes out as it is in TYPE I, with CRLF in TYPE A.
FtpStep FtpSession::retr(Argument name) {
  const auto offset = take_restart();
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, "RETR")) return forbidden(name);
  auto file = around_.files.open_for_reading(*path, Reader::owner);
  if (!file) return {.reply = file_failure(name, file.error())};
  if (offset > 0) {
    struct stat status {};
    if (::fstat(file->get(), &status) != 0 || offset > static_cast<std::uint64_t>(status.st_size)) {
      return {.reply = {554, "The restart lies beyond the end of the file."}};
    }
  }
  FtpTransfer transfer;
  if (ascii_ && policy().ascii_type_translates) {
    transfer.source = std::make_unique<AsciiFileSource>(std::move(*file));
  } else {
    transfer.file = std::move(*file);
    transfer.offset = offset;
  }
  return begin_sending(std::move(transfer), std::string(name));
}

// WEB-QUOTA-2: without room for it the session goes on.
FtpStep FtpSession::receiving_refused(Argument name, const boost::system::error_code& error) const {
  auto reply = file_failure(name, error);
  if (is_for_want_of_room(reply) && !policy().session_survives_a_full_disk) {
    return {.reply = ended_for_want_of_room(), .ends = true};
  }
  return {.reply = std::move(reply)};
}

// What is answered at the end of a transfer that failed on our side.
FtpReply FtpSession::transfer_failed(const boost::system::error_code& error) const {
  auto reply = file_failure(transfer_name_, error);
  if (is_for_want_of_room(reply)) {
    if (!policy().tells_when_the_disk_is_full) return {226, "Transfer complete."};
    if (!policy().session_survives_a_full_disk) return ended_for_want_of_room();
  }
  if (reply.code == 550) reply.code = 451;  // the name was accepted: it is our trouble
  return reply;
}

FtpStep FtpSession::begin_receiving(std::string_view verb, Argument name, const std::string& announcement) {
  const auto mode = verb == "APPE" ? UploadMode::append : UploadMode::replace;
  const auto restart = take_restart();
  const auto offset = mode == UploadMode::replace ? restart : 0;
  if (!data_.is_prepared()) return {.reply = {425, "Use PASV, EPSV, PORT or EPRT first."}};
  const auto path = place(name);
  if (!path) return {.reply = file_failure(name, path.error())};
  if (!permits(*path, verb)) return forbidden(name);
  auto upload = around_.files.begin_upload(*path, mode, offset);
  if (!upload && upload.error().value() == EINVAL && offset > 0) {
    return {.reply = {554, "The restart lies beyond the end of the file."}};
  }
  if (!upload) return receiving_refused(name, upload.error());
  receiving_ = std::make_unique<ReceivedFile>(std::move(*upload), ascii_ && policy().ascii_type_translates);
  transfer_name_ = name;
  FtpStep step{.reply = {150, announcement}};
  step.transfer.emplace().sink = receiving_.get();
  return step;
}

// FTP-XFER-1; the file appears whole, at its end.
FtpStep FtpSession::stor(Argument name) {
  return begin_receiving("STOR", name, fmt::format("Opening data connection for {}.", name));
}

FtpStep FtpSession::appe(Argument name) {
  return begin_receiving("APPE", name, fmt::format("Opening data connection for {}.", name));
}

// The name that was chosen is in the reply's text, in the form of RFC 1123 section 4.1.2.9.
FtpStep FtpSession::stou(Argument name) {
  const auto chosen = (name.empty() ? std::string("ftp") : std::string(name)) + "." + random_suffix();
  return begin_receiving("STOU", chosen, "FILE: " + chosen);
}

// Without a transfer there is nothing to stop; one that ran has been answered with 426 already.
FtpStep FtpSession::abor(Argument) {
  data_.forget();
  restart_ = 0;
  return {.reply = {226, "Abort successful."}};
}

FtpReply FtpSession::transfer_status() const {
  return {.code = 213, .text = fmt::format("{}: {} octets so far.", transfer_name_, data_.progress())};
}

FtpReply FtpSession::on_transfer_end(const TransferEnd& end) {
  const auto received = std::move(receiving_);
  using How = TransferEnd::How;
  switch (end.how) {
    case How::completed:
      break;
    case How::not_connected:
      return {425, "The data connection did not come about."};
    case How::aborted:
      return {426, "Transfer aborted."};
    case How::broken:
      return {426, "The data connection was closed; transfer aborted."};
    case How::stalled:
      return {426, "No progress for too long; transfer aborted."};
    case How::failed:
      return transfer_failed(end.error);
  }
  if (received) {
    if (const auto committed = received->commit(); !committed) return transfer_failed(committed.error());
  }
  return {226, "Transfer complete."};
}

}  // namespace refd
