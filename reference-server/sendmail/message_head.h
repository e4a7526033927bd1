#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refd::sendmail {

/// The header of a message as a program wrote it (RFC 5322 section 2.2), lines ended by LF.
struct MessageHead {
  struct Field {
    std::string name;
    std::string text;  ///< the whole field as it stands, folded, with its last LF

    /// What follows the colon, the folding undone.
    std::string value() const;
  };
  std::vector<Field> fields;
  std::size_t octets = 0;  ///< of the text, with the empty line after it

  bool has(std::string_view name) const noexcept;
};

/// Names ignore case.
bool is_named(const MessageHead::Field& field, std::string_view name) noexcept;

/// Understands the header at the head of `text`; none while its end has not come. `is_all`: no more text
/// comes. It ends at the first line that cannot belong to it, an empty one or other. A line "From …" of a
/// mailbox file before it is dropped.
std::optional<MessageHead> read_message_head(std::string_view text, bool is_all);

}  // namespace refd::sendmail
