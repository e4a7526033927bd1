#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace refd::smtp {

/// What another server answers.
struct RemoteReply {
  int code = 0;
  std::vector<std::string> lines;  ///< without the code

  bool is_good() const { return code >= 200 && code < 400; }
  bool is_final() const { return code >= 500; }
  /// Its enhanced status (RFC 2034), or one that says no more than the code.
  std::string status() const;
  /// All of it in one line.
  std::string text() const;
};

/// Puts a reply together from its lines. What another server says is as hostile as what a client does.
class ReplyReader {
 public:
  enum class Progress { more, whole, malformed };
  Progress add(std::string_view line);
  /// The whole reply; the next line begins another.
  RemoteReply take();

 private:
  RemoteReply reply_;
};

}  // namespace refd::smtp
