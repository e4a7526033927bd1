#pragma once

namespace refd::cgi::wrapper {

/// Why a script cannot be started: a letter of report.h and a line for people, held in place.
class Failure {
 public:
  static constexpr int most_octets = 512;

  bool is_set() const noexcept { return octets_[0] != '\0'; }
  /// The parts that are not null, in a row.
  void set(char kind, const char* first, const char* second = nullptr, const char* third = nullptr,
           const char* fourth = nullptr);
  /// The same, ending in what the error number means.
  void set_error(char kind, int error, const char* what, const char* name = nullptr);

  const char* octets() const noexcept { return octets_; }
  unsigned size() const noexcept { return size_; }

 private:
  void append(const char* text);

  char octets_[most_octets] = {};
  unsigned size_ = 0;
};

/// Tells it the server, on the control socket.
void tell(const Failure& failure);

}  // namespace refd::cgi::wrapper
