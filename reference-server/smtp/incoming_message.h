#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "smtp/data_reader.h"
#include "smtp/message_spool.h"

namespace refd::smtp {

/// Counts the hops that a message's header tells of, piece by piece (RFC 5321 section 6.3).
class HopCount {
 public:
  void add(std::string_view octets);
  unsigned hops() const { return hops_; }
  bool has_too_many() const;

 private:
  std::string begin_of_line_;  // as much of it as tells a Received field, in small letters
  bool in_header_ = true;
  unsigned hops_ = 0;
};

/// One message as it comes in: from what follows DATA into the spool, never more of it in memory than a
/// piece. After a flaw the rest is read and thrown away.
class IncomingMessage {
 public:
  struct Rules {
    DataReader::Rules framing;
    std::optional<std::uint64_t> most_octets;  ///< SMTP-5
    bool keeps_long_lines = true;
    bool keeps_eight_bits = true;
  };
  enum class Flaw {
    none,
    too_large,
    too_many_hops,
    not_stored  ///< error() says why
  };

  IncomingMessage(std::unique_ptr<SpooledMessage> spooled, const Rules& rules);

  /// Puts `line`, which is ours, before what the client sends; it does not count.
  void put_before(std::string_view line);

  /// Takes the front of what the client sends, up to the message's end; returns how many octets it took.
  std::size_t take(std::string_view octets);
  bool ended() const { return reader_.ended(); }

  /// Octets of the message so far: line ends counted as they came, without dot-stuffing.
  std::uint64_t octets() const { return octets_; }
  Flaw flaw() const { return flaw_; }
  boost::system::error_code error() const { return error_; }

  /// The message when it has ended without a flaw. Once.
  std::unique_ptr<SpooledMessage> release() { return std::move(spooled_); }

 private:
  void store(std::string_view octets);
  void alter(std::string& octets);
  void give_up(Flaw flaw);

  std::unique_ptr<SpooledMessage> spooled_;
  const Rules rules_;
  DataReader reader_;
  HopCount hops_;
  std::string piece_;
  std::uint64_t octets_ = 0;
  std::uint64_t line_octets_ = 0;
  Flaw flaw_ = Flaw::none;
  boost::system::error_code error_;
};

}  // namespace refd::smtp
