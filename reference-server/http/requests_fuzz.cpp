#include <algorithm>
#include <optional>
#include <string>

#include "fuzzing/dice.h"
#include "fuzzing/target.h"
#include "http/http_fuzz.h"
#include "http/request_parser.h"
#include "http/text.h"

namespace refd::http {
namespace {

using fuzzing::require;
using fuzzing::require_same;

constexpr std::string_view controls("\r\n\0", 3);

// Small enough for an input to reach them.
constexpr RequestParser::Limits limits{
    .head = {.request_line_octets = 300, .head_octets = 1000}, .body_octets = 500, .fields = 10};

void require_sound(const RequestHead& head) {
  require(head.request_line.size() <= limits.head.request_line_octets, "a request line keeps to its limit");
  require(head.fields.size() <= limits.fields, "fields are not too many");
  require(head.target.find_first_of(controls) == std::string_view::npos &&
              head.target.find(' ') == std::string::npos,
          "a target is one word", head.target);
  std::size_t lengths = 0;
  for (const auto& [name, value] : head.fields) {
    require(!name.empty() && name.find_first_of(" \t:\r\n") == std::string_view::npos,
            "a field's name is a word", name);
    require(value.find_first_of(controls) == std::string_view::npos, "a field's value is one line", value);
    require_same(trimmed(value), value, "a field's value has no blanks around it");
    if (equals_ignoring_case(name, "content-length")) ++lengths;
  }
  const auto coding = head.field("Transfer-Encoding");
  // RFC 9112 sections 6.1 and 11.2: where two could be understood, somebody else understands the other.
  if (coding) {
    require(lengths == 0 && head.is_http_1_1, "a coding and a length together are refused",
            head.request_line);
    require(equals_ignoring_case(*coding, "chunked"), "only chunked is understood", *coding);
  }
  if (lengths > 0)
    require(head.content_length && *head.content_length <= limits.body_octets, "a length keeps to the limit");
  if (lengths == 0 && !coding)
    require(!head.has_body, "without length and coding there is no body", head.request_line);
  require(head.is_http_1_1 || !head.request_line.ends_with("/1.1"), "a version is what it is",
          head.request_line);
}

// One connection as the session handles it, its answers left out.
class Talk {
 public:
  void take(std::string_view octets) {
    buffer_ += octets;
    while (!refused_ && (parser_.body_is_complete() || !in_body_ ? read_head() : read_body())) {
    }
  }
  const std::string& seen() const { return seen_; }
  bool waits_in_body() const { return in_body_ && !refused_; }
  /// Refused for the octets of its body's chunks.
  bool too_large() const { return too_large_; }
  std::string seen_before_refusal() const { return seen_.substr(0, seen_.rfind("\n!")); }

 private:
  bool read_head() {
    const auto step = parser_.read_head(buffer_);
    if (!step) return refuse(step.error().status);
    if (step->consumed == 0) {
      require(buffer_.size() <= limits.head.head_octets + 4, "a head that is too long is refused");
      return false;
    }
    require(step->consumed <= buffer_.size(), "no more is consumed than has come");
    const auto& head = parser_.head();
    require_sound(head);
    seen_.append("\n").append(head.request_line);
    for (const auto& [name, value] : head.fields) seen_.append("\n ").append(name).append(":").append(value);
    buffer_.erase(0, step->consumed);
    in_body_ = head.has_body;
    body_octets_ = 0;
    if (!in_body_) parser_.reset();
    return true;
  }

  bool read_body() {
    const auto step = parser_.read_body(buffer_);
    if (!step) return refuse(step.error().status);
    require(step->consumed <= buffer_.size(), "no more is consumed than has come");
    seen_.append(body_octets_ == 0 && !step->piece.empty() ? "\n=" : "").append(step->piece);
    body_octets_ += step->piece.size();
    require(body_octets_ <= limits.body_octets, "a body keeps to its limit");
    buffer_.erase(0, step->consumed);
    if (parser_.body_is_complete()) {
      in_body_ = false;
      parser_.reset();
      return true;
    }
    require(step->consumed > 0 || step->needs_more, "a step goes on, or waits");
    return !step->needs_more && !buffer_.empty();
  }

  bool refuse(unsigned status) {
    require(status >= 400 && status <= 505, "a refusal has the status of one");
    require(parser_.head().request_line.size() <= limits.head.request_line_octets,
            "the log's line keeps to the limit");
    // A line that is too long and malformed may be seen as either first.
    // Beast counts a chunk against the limit again each time its malformed extension is looked at.
    too_large_ = status == 413 && in_body_;
    const bool is_head = status == 400 || status == 414 || status == 431 || too_large_;
    seen_.append("\n!").append(is_head ? "head" : std::to_string(status));
    refused_ = true;
    return false;
  }

  RequestParser parser_{limits};
  std::string buffer_;
  std::string seen_;
  std::size_t body_octets_ = 0;
  bool in_body_ = false;
  bool refused_ = false;
  bool too_large_ = false;
};

}  // namespace

void check_requests(std::string_view octets) {
  Talk whole;
  whole.take(octets);
  Talk in_pieces;
  fuzzing::Dice dice(octets);
  for (const auto piece : fuzzing::pieces_of(octets, dice)) in_pieces.take(piece);
  // That counting comes to nothing where it all lies there, and Beast waits for the end of the extension.
  const bool counted_again = in_pieces.too_large() && whole.waits_in_body();
  require_same(counted_again ? in_pieces.seen_before_refusal() : in_pieces.seen(), whole.seen(),
               "requests in pieces are the requests");
}

void check_smuggling(std::string_view octets) {
  const auto at = octets.find("Transfer-Encoding");
  if (at == std::string_view::npos) return;
  RequestParser parser(limits);
  // The coding is not seen, as by a proxy that goes by the length.
  std::string blind(octets);
  blind.replace(at, 17, "Transfer-Encodin_");
  const auto step = parser.read_head(blind);
  if (!step || step->consumed == 0) return;
  require(!parser.head().content_length, "a coding and a length together are refused", octets);
}

}  // namespace refd::http
