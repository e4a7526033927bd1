#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refd::cgi {

/// What the fields that a script prints say (RFC 3875 section 6.3). Values hold no control characters.
struct ReplyHead {
  struct Field {
    std::string name;
    std::string value;
  };

  std::optional<unsigned> status;  ///< of its Status field, 200…999
  std::string reason;              ///< the phrase after it
  std::optional<std::string> location;
  std::optional<std::string> content_type;
  std::optional<std::uint64_t> content_length;
  std::vector<Field> fields;  ///< all others, in order
};

/// Reads what a script prints: lines ending in LF or CR LF, up to an empty one, then octets of the body.
class ReplyParser {
 public:
  static constexpr std::size_t most_head_octets = 65'536;

  enum class State { reading, complete, malformed };

  /// `folds_case`: the names of fields are understood in any case, as they should be.
  explicit ReplyParser(bool folds_case = true) : folds_case_(folds_case) {}

  /// Takes what came next. What belongs to the body, a part of `octets`, is given back.
  std::string_view feed(std::string_view octets);

  State state() const noexcept { return state_; }
  /// Once it is complete.
  const ReplyHead& head() const noexcept { return head_; }
  /// Whether anything was printed at all.
  bool has_begun() const noexcept { return octets_ > 0; }
  /// Once it is malformed: what is wrong, with the beginning of the line; may hold any octet.
  const std::string& mistake() const noexcept { return mistake_; }

 private:
  bool is_called(std::string_view name, std::string_view known) const;
  void take_line(std::string_view line);
  void take_field(std::string_view line, std::string_view name, std::string_view value);
  void take_status(std::string_view line, std::string_view value);
  void refuse(std::string_view why, std::string_view line);

  const bool folds_case_;
  State state_ = State::reading;
  ReplyHead head_;
  std::string line_;
  std::size_t octets_ = 0;
  bool has_fields_ = false;
  std::string mistake_;
};

}  // namespace refd::cgi
