#include <algorithm>
#include <array>

#include "client/ftp_reply_parser.h"
#include "client/masking.h"
#include "client/pop_client.h"
#include "client/sink_session.h"
#include "client/smtp_reply.h"
#include "fuzzing/dice.h"
#include "fuzzing/replies.h"
#include "fuzzing/target.h"

namespace cts {
namespace {

using fuzzing::require;
using fuzzing::require_same;

// What a parser makes of octets that come in pieces, as one text. A parser that gave up is not asked again.
template <class Parser, class Pieces>
std::string replies_in(const Pieces& pieces) {
  Parser parser;
  std::string out;
  for (const std::string_view piece : pieces) {
    parser.feed(piece);
    while (const auto reply = parser.next()) {
      require(parser.raw().size() <= Parser::reply_limit + Parser::line_limit, "a reply keeps to the limit");
      if (!reply->problem.empty()) {
        require(parser.empty(), "what cannot be understood is dropped");
        return out + "!" + reply->problem.substr(0, 9);
      }
      require(reply->code >= 100 && reply->code <= 599 && !reply->lines.empty(),
              "a reply has a code and lines");
      out += std::to_string(reply->code);
      for (const auto& line : reply->lines) {
        require(line.find('\n') == std::string::npos && line.size() <= Parser::line_limit, "a line is one",
                line);
        out += "\n" + line;
      }
      out += "\n";
      (void)reply->text();
    }
  }
  return out + "+" + std::string(parser.partial());
}

template <class Parser>
void check_replies(std::string_view octets) {
  fuzzing::Dice dice(octets);
  require_same(replies_in<Parser>(fuzzing::pieces_of(octets, dice)), replies_in<Parser>(std::array{octets}),
               "replies in pieces are the replies");
}

// As if each piece began a line.
struct FtpReplyParserByPieces : FtpReplyParser {
  void feed(std::string_view piece) { FtpReplyParser::feed(std::string(piece) + "\n"); }
};
void check_replies_by_pieces(std::string_view octets) {
  fuzzing::Dice dice(octets);
  require_same(replies_in<FtpReplyParserByPieces>(fuzzing::pieces_of(octets, dice)),
               replies_in<FtpReplyParser>(std::array{octets}), "replies in pieces are the replies");
}

void check_addresses(std::string_view text) {
  if (const auto address = parse_pasv(text)) {
    require(address->address.find_first_not_of("0123456789.") == std::string::npos, "an address is IPv4",
            text);
    auto command = port_command(address->address, address->port);
    const auto again = parse_pasv("227 Entering Passive Mode (" + command.substr(5) + ")");
    require(again && *again == *address, "an address that is written is the same", command);
  }
  if (const auto port = parse_epsv(text))
    require(parse_epsv("229 (|||" + std::to_string(*port) + "|)") == port,
            "a port that is written is the same", text);
  // POP3's lists.
  std::vector<std::string> lines;
  for (const auto line : fuzzing::lines_of(text)) lines.emplace_back(line);
  if (const auto listed = parse_pop_list(lines))
    require(listed->size() == lines.size(), "each line is a message", text);
  if (const auto ids = parse_pop_uidl(lines)) {
    require(ids->size() == lines.size(), "each line is a message", text);
    for (const auto& one : *ids)
      require(!one.id.empty() && one.id.find(' ') == std::string::npos, "an id is a word");
  }
  PopReply reply{.positive = false, .line = std::string(text), .problem = ""};
  require(reply.text().size() <= text.size() && reply.code().size() <= text.size(),
          "a reply's parts are its");
}

// The first line is the secret.
template <bool masks>
void check_masking(std::string_view text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string secret(text.substr(0, end));
  // Too short a one stands everywhere, also in the mask.
  if (secret.size() < 6 || secret.find('*') != std::string::npos) return;
  const Masking masking({secret});
  std::string rest(text.substr(std::min(text.size(), end + 1)));
  rest += " " + secret + " AUTH PLAIN " + base64("x" + std::string(1, '\0') + secret + "y");
  const auto shown = masks ? masking.masked(rest) : rest;
  require(shown.find(secret) == std::string::npos, "no secret is shown", shown);
  std::size_t from = 0;
  for (const auto& span : masking.find(rest)) {
    require(span.begin >= from && span.end > span.begin && span.end <= rest.size(),
            "secrets are told in order", rest);
    require(span.end - span.begin <= rest.size(), "a secret is in the text");
    from = span.end;
  }
  for (std::size_t shift = 0; shift < 3; ++shift) {
    const auto coded = base64(std::string(shift, 'x') + secret + "yz");
    require(masking.masked(coded) != coded, "no secret is shown in base64", coded);
  }
}

void check_sink(std::string_view octets) {
  SinkManners manners;
  manners.refuses_recipient = [](const std::string& recipient) {
    return recipient.starts_with("no") ? "550 5.1.1 no such user" : std::string();
  };
  manners.message_octets = 500;
  const auto talk = [&](const std::vector<std::string_view>& pieces) {
    std::string out;
    SinkSession session("192.0.2.1", manners,
                        {.taken =
                             [&out](const SunkMessage& message) {
                               require(message.octets.size() <= 500, "a message keeps to the limit");
                               require(!message.recipients.empty(), "a message has recipients");
                               out += "\ntaken " + message.from + " " + message.octets + "\n";
                             },
                         .recipient_refused =
                             [&out](const std::string& one) {
                               out += "\nrefused " + one + "\n";
                             }});
    for (const auto piece : pieces) {
      if (session.over()) break;
      const auto replies = session.feed(piece);
      if (!replies.empty()) fuzzing::require_lines(replies, 1000);
      out += replies;
    }
    return out;
  };
  fuzzing::Dice dice(octets);
  (void)talk(fuzzing::pieces_of(octets, dice));
  (void)talk({octets});
}

}  // namespace
}  // namespace cts

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace cts;
  static const std::array table{
      Target{.name = "client.addresses", .check = check_addresses, .longest = 400},
      Target{.name = "client.ftp_replies",
             .check = check_replies<FtpReplyParser>,
             .longest = 20'000,
             .with_a_mistake = check_replies_by_pieces},
      Target{.name = "client.masking",
             .check = check_masking<true>,
             .longest = 400,
             .with_a_mistake = check_masking<false>},
      Target{.name = "client.sink", .check = check_sink},
      Target{.name = "client.smtp_replies", .check = check_replies<SmtpReplyParser>, .longest = 20'000},
  };
  return table;
}
