#include "smtp/data_reader.h"

#include <algorithm>

namespace refd::smtp {

std::size_t DataReader::take(std::string_view octets, std::string& message) {
  std::size_t taken = 0;
  while (taken < octets.size() && state_ != State::ended) {
    if (state_ == State::text) {
      // Whatever lies before the next CR changes nothing.
      const auto found =
          rules_.line_feed_ends ? octets.find_first_of("\r\n", taken) : octets.find('\r', taken);
      const auto stop = std::min(found, octets.size());
      message.append(octets, taken, stop - taken);
      taken = stop;
      if (taken == octets.size()) break;
    }
    state_ = next(octets[taken++], message);
  }
  return taken;
}

DataReader::State DataReader::next(char c, std::string& message) {
  switch (state_) {
    case State::line_begin:
      if (c == '.') return State::after_dot;
      return in_line(c, message);
    case State::after_return:
      if (c == '\n') {
        message += c;
        begun_by_return_ = false;
        return State::line_begin;
      }
      if (c == '.' && rules_.return_ends) {
        begun_by_return_ = true;
        return State::after_dot;
      }
      return in_line(c, message);
    case State::after_dot:
      if (c == '\n' && rules_.line_feed_ends) return State::ended;
      if (c == '\r') return begun_by_return_ ? State::ended : State::after_dot_and_return;
      give_dot(message);
      return in_line(c, message);
    case State::after_dot_and_return:
      if (c == '\n') return State::ended;
      give_dot(message);
      message += '\r';
      return in_line(c, message);
    case State::text:
    case State::ended:
      break;
  }
  return in_line(c, message);
}

DataReader::State DataReader::in_line(char c, std::string& message) const {
  message += c;
  if (c == '\r') return State::after_return;
  if (c == '\n' && rules_.line_feed_ends) return State::line_begin;
  return State::text;
}

// "If the first character is a period and there are other characters on the line, the first character is
// deleted."
void DataReader::give_dot(std::string& message) const {
  if (!rules_.undoes_stuffing || begun_by_return_) message += '.';
}

}  // namespace refd::smtp
