#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cts {

/// A place in a file that a person wrote.
struct SourcePlace {
  std::string file;
  std::uint32_t line = 0;  ///< 1 is the first; 0: the file as a whole
  std::uint32_t column = 0;

  /// "file:line:column"; "file" when it is the whole.
  std::string text() const;
  friend bool operator==(const SourcePlace&, const SourcePlace&) = default;
};

/// Where the values of a TOML file stand, for remarks about what was read from it long ago.
class SourcePlaces {
 public:
  /// A text that is no TOML has no places: everything is the file as a whole.
  SourcePlaces(std::string file, std::string_view text);
  SourcePlaces(const SourcePlaces&) = delete;
  SourcePlaces& operator=(const SourcePlaces&) = delete;
  ~SourcePlaces();

  /// Of the value at `path`, such as "mail.pops_port" or "vantage_point[1].bind"; of the innermost table
  /// around it when it is not there; of the top's `otherwise` when there is none, as where a value is
  /// inherited.
  SourcePlace of(std::string_view path, std::string_view otherwise = "version") const;

 private:
  struct Tree;
  std::string file_;
  std::unique_ptr<Tree> tree_;
};

}  // namespace cts
