#include "sendmail/message_text.h"

#include <algorithm>

namespace refd::sendmail {

void MessageText::line_end(std::string& out) {
  if (place_ == Place::dot) {
    place_ = Place::over;
    return;
  }
  out.push_back('\n');
  place_ = Place::line_start;
}

void MessageText::take_octet(char octet, std::string& out) {
  if (octet == '\n') {
    return_ = false;
    line_end(out);
    return;
  }
  // So it was not the end of a message, nor of a line.
  if (place_ == Place::dot) {
    if (octet == '\r' && !return_) {
      return_ = true;
      return;
    }
    out.push_back('.');
    place_ = Place::text;
  }
  if (return_) out.push_back('\r');
  return_ = octet == '\r';
  if (return_) {
    place_ = Place::text;
  } else if (octet == '.' && place_ == Place::line_start && dot_ends_) {
    place_ = Place::dot;
  } else {
    out.push_back(octet);
    place_ = Place::text;
  }
}

void MessageText::take(std::string_view octets, std::string& out) {
  while (!octets.empty() && place_ != Place::over) {
    // Most of a message is neither.
    if (place_ == Place::text && !return_) {
      const auto plain = std::min(octets.find_first_of("\r\n"), octets.size());
      out.append(octets.substr(0, plain));
      octets.remove_prefix(plain);
      if (octets.empty()) return;
    }
    take_octet(octets.front(), out);
    octets.remove_prefix(1);
  }
}

void MessageText::end(std::string& out) {
  if (place_ == Place::over) return;
  if (place_ == Place::dot && !return_) {
    place_ = Place::over;
    return;
  }
  if (place_ == Place::dot) out.push_back('.');
  if (return_) out.push_back('\r');
  if (place_ != Place::line_start) out.push_back('\n');
  place_ = Place::over;
}

}  // namespace refd::sendmail
