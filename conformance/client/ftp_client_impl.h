#pragma once

#include <deque>
#include <string>
#include <vector>

#include "client/dialer.h"
#include "client/ftp_client.h"
#include "client/ftp_reply_parser.h"
#include "client/socket.h"

namespace cts {

/// The control connection behind an FtpClient.
struct FtpClient::Impl {
  Impl(const Dial& to, const Deadlines& limits, Transcript& where)
      : dial(to), deadlines(limits), transcript(where), channel(where.channel("ftp")) {}

  /// The next reply: one that is here already, or else the next to come.
  FtpReply read_reply(std::chrono::milliseconds within);
  /// Reads what is there without waiting, and takes whole replies out of it.
  void take_arrived();
  /// Sends a line; a problem when that is not possible.
  std::string send_line(std::string_view line);
  FtpReply pop_ready();
  void take_replies();
  void close(std::string_view why);

  Dial dial;
  Deadlines deadlines;
  Transcript& transcript;
  std::string channel;
  Socket control;
  FtpReplyParser parser;
  std::deque<FtpReply> ready;  // whole replies that nobody has asked for yet
  FtpReply greeting;
  FtpReply last_final;  // the last reply that was no 1xx
  int outstanding = 0;  // commands without a final reply so far
  char type = 0;        // as last agreed; 0: not known
  DataMode usual_mode = DataMode::pasv;
  std::string login;                 // as last sent by USER
  std::vector<std::string> history;  // the last commands, for repeat_command()
  std::string why_closed = "not connected";
};

}  // namespace cts
