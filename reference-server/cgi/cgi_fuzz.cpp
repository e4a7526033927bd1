#include "cgi/cgi_fuzz.h"

#include <algorithm>
#include <array>

#include "cgi/fastcgi_records.h"
#include "cgi/script_reply.h"
#include "cgi/text.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"

namespace refd::cgi {
namespace {

using fuzzing::require;
using fuzzing::require_same;

// All that a reply says, in one text.
struct Read {
  ReplyParser::State state = ReplyParser::State::reading;
  std::string head;
  std::string body;
};

std::string outlined(const ReplyHead& head) {
  std::string out;
  if (head.status) out += "Status: " + std::to_string(*head.status) + " " + head.reason + "\n";
  if (head.location) out += "Location: " + *head.location + "\n";
  if (head.content_type) out += "Content-Type: " + *head.content_type + "\n";
  if (head.content_length) out += "Content-Length: " + std::to_string(*head.content_length) + "\n";
  for (const auto& [name, value] : head.fields) out.append(name).append(": ").append(value).append("\n");
  return out;
}

void require_sound(const ReplyHead& head) {
  const auto is_one_line = [](std::string_view value) {
    require(std::none_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; }),
            "a value holds no control characters", value);
  };
  require(!head.status || (*head.status >= 200 && *head.status <= 999), "a status has three digits");
  is_one_line(head.reason);
  is_one_line(head.location.value_or(""));
  is_one_line(head.content_type.value_or(""));
  for (const auto& [name, value] : head.fields) {
    require(!name.empty() && name.find_first_of(" \t:") == std::string::npos, "a name is a word", name);
    is_one_line(name);
    is_one_line(value);
  }
}

template <class Pieces>
Read read_reply(const Pieces& pieces) {
  ReplyParser parser;
  Read read;
  for (const std::string_view piece : pieces) {
    if (parser.state() == ReplyParser::State::complete) {
      read.body += piece;
    } else {
      const auto body = parser.feed(piece);
      require(body.empty() || parser.state() == ReplyParser::State::complete,
              "there is no body before the head");
      require(piece.ends_with(body), "the body is the end of what came", piece);
      read.body += body;
    }
  }
  read.state = parser.state();
  require(parser.mistake().size() <= 400, "a mistake is told by the beginning of its line", parser.mistake());
  if (read.state == ReplyParser::State::complete) {
    require_sound(parser.head());
    read.head = outlined(parser.head());
  }
  return read;
}

void check_reply(std::string_view octets) {
  const auto whole = read_reply(std::array{octets});
  fuzzing::Dice dice(octets);
  const auto pieces = read_reply(fuzzing::pieces_of(octets, dice));
  require(whole.state == pieces.state, "a reply in pieces is the reply", octets);
  require_same(pieces.head, whole.head, "a head in pieces is the head");
  require_same(pieces.body, whole.body, "a body in pieces is the body");
  if (whole.state != ReplyParser::State::complete) return;
  const auto written = whole.head + "\n" + whole.body;
  const auto again = read_reply(std::array{std::string_view(written)});
  require_same(again.head, whole.head, "a head that is written is the same");
  require_same(again.body, whole.body, "a body that is written is the same");
}

// As if a piece were always a line.
void check_reply_by_lines(std::string_view octets) {
  const auto whole = read_reply(std::array{octets});
  fuzzing::Dice dice(octets);
  std::vector<std::string> pieces;
  for (const auto piece : fuzzing::pieces_of(octets, dice)) pieces.push_back(std::string(piece) + "\n");
  require_same(read_reply(pieces).head, whole.head, "a head in pieces is the head");
}

template <class Pieces>
std::string read_records(const Pieces& pieces) {
  RecordReader reader;
  std::string output;
  std::string errors;
  std::string ending;
  for (std::string_view piece : pieces) {
    while (!piece.empty() && ending.empty()) {
      const auto step = reader.read(piece);
      if (!step) {
        ending = "broken";
        require(!reader.read("x").has_value(), "what is broken stays broken");
        break;
      }
      require(step->consumed <= piece.size(), "no more is consumed than has come");
      if (step->kind == RecordReader::Kind::output) output += step->octets;
      if (step->kind == RecordReader::Kind::error_output) errors += step->octets;
      if (step->kind == RecordReader::Kind::ended) {
        ending = "ended " + std::to_string(step->ending.exit_status) + " " +
                 std::to_string(static_cast<int>(step->ending.protocol));
      } else {
        require(step->consumed > 0, "a step goes on");
        require((step->kind == RecordReader::Kind::needs_more) == step->octets.empty(),
                "output is something");
      }
      piece.remove_prefix(step->consumed);
    }
  }
  return output + "\n" + errors + "\n" + ending;
}

// What is in the records of one type, by the specification's section 3.3, and that they are whole.
std::string content_of(std::string_view records, unsigned char type) {
  std::string content;
  while (!records.empty()) {
    require(records.size() >= 8 && records[0] == 1, "a record begins with its header");
    const auto octet = [&records](std::size_t at) {
      return static_cast<std::size_t>(static_cast<unsigned char>(records[at]));
    };
    const auto length = octet(4) << 8U | octet(5);
    require(records.size() >= 8 + length + octet(6), "a record is whole");
    if (octet(1) == type) content += records.substr(8, length);
    records.remove_prefix(8 + length + octet(6));
  }
  return content;
}

// Section 3.4.
std::size_t take_length(std::string_view& content) {
  require(!content.empty(), "a variable has its length");
  const auto octet = [&content](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(content[at]));
  };
  const bool is_long = (octet(0) & 0x80U) != 0;
  require(!is_long || content.size() >= 4, "a variable has its length");
  const auto length =
      is_long ? (octet(0) & 0x7FU) << 24U | octet(1) << 16U | octet(2) << 8U | octet(3) : octet(0);
  content.remove_prefix(is_long ? 4 : 1);
  return length;
}

void check_records(std::string_view octets) {
  fuzzing::Dice dice(octets);
  require_same(read_records(fuzzing::pieces_of(octets, dice)), read_records(std::array{octets}),
               "records in pieces are the records");
  std::string sent;
  append_stdin(sent, octets);
  append_stdin_end(sent);
  require_same(content_of(sent, 5), octets, "a body arrives as it was sent");
}

// Variables "name=value", one a line.
void check_params(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> variables;
  for (const auto line : fuzzing::lines_of(text)) {
    const auto equals = std::min(line.find('='), line.size());
    variables.emplace_back(line.substr(0, equals), line.substr(std::min(line.size(), equals + 1)));
    // Longer than one octet of length can say, and than one record holds.
    if (line.ends_with("~~")) variables.back().second.append(line.size() * 1000, 'x');
  }
  std::string sent;
  append_begin_request(sent, true);
  append_params(sent, variables);
  const auto content = content_of(sent, 4);
  std::string_view rest = content;
  for (const auto& [name, value] : variables) {
    const auto name_octets = take_length(rest);
    const auto value_octets = take_length(rest);
    require(rest.size() >= name_octets + value_octets, "a variable is whole");
    require_same(rest.substr(0, name_octets), name, "a name arrives as it was sent");
    require_same(rest.substr(name_octets, value_octets), value, "a value arrives as it was sent");
    rest.remove_prefix(name_octets + value_octets);
  }
  require(rest.empty(), "there are no more variables than were sent");
}

}  // namespace
}  // namespace refd::cgi

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd::cgi;
  static const std::array table{
      Target{.name = "cgi.error_log", .check = check_error_log},
      Target{.name = "cgi.interpreter", .check = check_interpreter, .longest = 400},
      Target{.name = "cgi.orders",
             .check = check_orders,
             .longest = 1000,
             .with_a_mistake = check_orders_without_end},
      Target{.name = "cgi.params", .check = check_params, .longest = 2000},
      Target{.name = "cgi.records", .check = check_records},
      Target{.name = "cgi.reply", .check = check_reply, .with_a_mistake = check_reply_by_lines},
      Target{.name = "cgi.reports", .check = check_reports, .longest = 1500},
      Target{.name = "cgi.variables",
             .check = check_variables,
             .longest = 2000,
             .with_a_mistake = check_variables_with_proxy},
  };
  return table;
}
