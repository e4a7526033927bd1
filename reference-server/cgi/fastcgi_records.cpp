#include "cgi/fastcgi_records.h"

#include <algorithm>

namespace refd::cgi {

namespace {

// Section 8.
constexpr std::uint8_t version = 1;
constexpr std::uint16_t request_id = 1;
constexpr std::uint16_t no_request = 0;  // of management records
constexpr std::uint8_t role_responder = 1;
constexpr std::uint8_t flag_keep_connection = 1;

enum class Type : std::uint8_t {
  begin_request = 1,
  end_request = 3,
  params = 4,
  standard_input = 5,
  standard_output = 6,
  standard_error = 7,
  values_result = 10,
  unknown_type = 11,
};

// The format allows 65,535, PHP no more than this with the padding (FCGI_MAX_LENGTH in its main/fastcgi.c).
constexpr std::size_t longest_content = 0xfff8;
// A length below is one octet, any other four with the highest bit set.
constexpr std::size_t short_length = 128;

void append_octet(std::string& out, std::size_t value) {
  out.push_back(static_cast<char>(static_cast<unsigned char>(value & 0xffU)));
}

void append_header(std::string& out, Type type, std::size_t content) {
  append_octet(out, version);
  append_octet(out, static_cast<std::uint8_t>(type));
  append_octet(out, request_id >> 8U);
  append_octet(out, request_id);
  append_octet(out, content >> 8U);
  append_octet(out, content);
  append_octet(out, 0);  // no padding
  append_octet(out, 0);
}

// A stream's octets in as many records as it takes; none for none, as an empty one would end it.
void append_stream(std::string& out, Type type, std::string_view octets) {
  while (!octets.empty()) {
    const auto content = octets.substr(0, longest_content);
    append_header(out, type, content.size());
    out.append(content);
    octets.remove_prefix(content.size());
  }
}

void append_length(std::string& out, std::size_t length) {
  if (length >= short_length) {
    append_octet(out, (length >> 24U) | 0x80U);
    append_octet(out, length >> 16U);
    append_octet(out, length >> 8U);
  }
  append_octet(out, length);
}

}  // namespace

void append_begin_request(std::string& out, bool keeps_connection) {
  append_header(out, Type::begin_request, 8);
  append_octet(out, role_responder >> 8U);
  append_octet(out, role_responder);
  append_octet(out, keeps_connection ? flag_keep_connection : 0);
  out.append(5, '\0');
}

void append_params(std::string& out, std::span<const std::pair<std::string, std::string>> variables) {
  std::string record;
  std::string pair;
  for (const auto& [name, value] : variables) {
    pair.clear();
    append_length(pair, name.size());
    append_length(pair, value.size());
    pair.append(name).append(value);
    if (record.size() + pair.size() > longest_content) {
      append_stream(out, Type::params, record);
      record.clear();
    }
    record.append(pair);
  }
  append_stream(out, Type::params, record);
  append_header(out, Type::params, 0);
}

void append_stdin(std::string& out, std::string_view octets) {
  append_stream(out, Type::standard_input, octets);
}

void append_stdin_end(std::string& out) {
  append_header(out, Type::standard_input, 0);
}

// Whether `wanted` octets are together.
bool RecordReader::gather(std::string_view& input, std::size_t wanted) noexcept {
  const auto octets = std::min(wanted - gathered_octets_, input.size());
  std::copy_n(input.begin(), octets, gathered_.begin() + static_cast<std::ptrdiff_t>(gathered_octets_));
  gathered_octets_ += octets;
  input.remove_prefix(octets);
  if (gathered_octets_ < wanted) return false;
  gathered_octets_ = 0;
  return true;
}

// Whether the header is one that a responder may send us.
bool RecordReader::understand_header() noexcept {
  const auto type = static_cast<Type>(gathered_[1]);
  const auto id = static_cast<std::uint16_t>(gathered_[2] << 8U | gathered_[3]);
  content_left_ = static_cast<std::size_t>(gathered_[4]) << 8U | gathered_[5];
  padding_left_ = gathered_[6];
  if (gathered_[0] != version) return false;
  switch (type) {
    case Type::standard_output:
    case Type::standard_error:
      content_kind_ = type == Type::standard_output ? Kind::output : Kind::error_output;
      state_ = State::content;
      return id == request_id;
    case Type::end_request:
      state_ = State::ending;
      return id == request_id && content_left_ == ending_octets;
    case Type::values_result:
    case Type::unknown_type:
      content_kind_ = Kind::needs_more;
      state_ = State::content;
      return id == no_request;
    default:
      return false;
  }
}

bool RecordReader::understand_ending() noexcept {
  ending_.exit_status = static_cast<std::uint32_t>(gathered_[0]) << 24U |
                        static_cast<std::uint32_t>(gathered_[1]) << 16U |
                        static_cast<std::uint32_t>(gathered_[2]) << 8U | gathered_[3];
  ending_.protocol = static_cast<Ending::Protocol>(gathered_[4]);
  ends_ = true;
  state_ = State::padding;
  return ending_.protocol <= Ending::Protocol::unknown_role;
}

// As much of the record's content as is at hand.
RecordReader::Piece RecordReader::pass_on(std::string_view& input) noexcept {
  Piece piece;
  piece.octets = input.substr(0, content_left_);
  if (!piece.octets.empty()) piece.kind = content_kind_;
  content_left_ -= piece.octets.size();
  input.remove_prefix(piece.octets.size());
  if (content_left_ == 0) state_ = State::padding;
  return piece;
}

// What there is to tell; nothing: the reader is in another state now, or further on in the input.
std::optional<RecordReader::Piece> RecordReader::step(std::string_view& input) noexcept {
  switch (state_) {
    case State::header:
      if (!gather(input, header_octets)) return Piece{};
      if (!understand_header()) state_ = State::broken;
      return std::nullopt;
    case State::ending:
      if (!gather(input, ending_octets)) return Piece{};
      if (!understand_ending()) state_ = State::broken;
      return std::nullopt;
    case State::content: {
      const auto piece = pass_on(input);
      if (piece.kind != Kind::needs_more) return piece;
      if (state_ == State::content && input.empty()) return Piece{};
      return std::nullopt;
    }
    case State::padding: {
      const auto octets = std::min(padding_left_, input.size());
      padding_left_ -= octets;
      input.remove_prefix(octets);
      if (padding_left_ > 0) return Piece{};
      state_ = ends_ ? State::over : State::header;
      if (ends_) return Piece{Kind::ended, 0, {}, ending_};
      return std::nullopt;
    }
    case State::over:
      if (input.empty()) return Piece{};
      // A record after the last one belongs to no request that we know of.
      state_ = State::broken;
      return std::nullopt;
    case State::broken:
      break;
  }
  return std::nullopt;
}

Result<RecordReader::Piece> RecordReader::read(std::string_view input) {
  const auto given = input.size();
  while (state_ != State::broken) {
    if (auto piece = step(input)) {
      piece->consumed = given - input.size();
      return *piece;
    }
  }
  return system_error(EBADMSG);
}

}  // namespace refd::cgi
