#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"

namespace refd::http {

/// The standard phrase for a status, "Not Found"; "Unknown" for one without.
std::string_view reason_of(unsigned status) noexcept;

/// Status and fields of an answer. Date, Server, Connection and the framing fields are added when it is sent.
class AnswerHead {
 public:
  explicit AnswerHead(unsigned given_status = 200) : status(given_status) {}

  /// Adds a field. A value with a control character in it would break the answer apart: it is left out.
  void add(std::string_view name, std::string_view value);
  /// The fields as lines, each ending in CR LF.
  const std::string& fields() const noexcept { return fields_; }

  /// A phrase of its own for the status; one with a control character in it is left out.
  void set_reason(std::string_view phrase);
  /// The phrase that stands beside the status.
  std::string_view reason() const noexcept { return reason_.empty() ? reason_of(status) : reason_; }

  unsigned status;

 private:
  std::string fields_;
  std::string reason_;
};

/// A stretch of an answer's body: some text, then `length` octets of its file from `offset`.
struct BodyPiece {
  std::string text;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// An answer that is known whole before its first octet is sent.
struct Answer {
  AnswerHead head;
  std::vector<BodyPiece> body;
  UniqueFd file;                      ///< what the pieces refer to; none when they are text only
  std::uint64_t declared_length = 0;  ///< of the body, also when it is not sent (HEAD)
  bool close = false;                 ///< the connection ends after it

  /// An answer whose body is `text`.
  static Answer of_text(unsigned status, std::string_view content_type, std::string text);
};

/// A short page of our own about a status. It names neither the software nor anything of the request.
Answer error_answer(unsigned status);

/// 301 to `location`, an absolute URL.
Answer redirect_answer(std::string_view location);

}  // namespace refd::http
