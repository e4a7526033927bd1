#include "scenario/mail/attached_file.h"

#include <algorithm>

namespace cts {
namespace {

constexpr std::string_view its_name = "filename=\"data.bin\"";
constexpr std::string_view end_of_header = "\r\n\r\n";
constexpr std::string_view edge = "\r\n--";

}  // namespace

void AttachedFile::add(std::string_view message) {
  if (ended()) return;
  ahead_ += message;
  read();
}

void AttachedFile::read() {
  std::size_t kept = 0;
  if (place_ == Place::before_its_part) {
    const std::size_t found = ahead_.find(its_name);
    if (found != std::string::npos) {
      place_ = Place::in_its_header;
      ahead_.erase(0, found);
    }
    kept = its_name.size() - 1;
  }
  if (place_ == Place::in_its_header) {
    const std::size_t found = ahead_.find(end_of_header);
    if (found != std::string::npos) {
      place_ = Place::in_it;
      // A file of no octets ends with the line that the header ends with.
      ahead_.erase(0, found + 2);
    }
    kept = end_of_header.size() - 1;
  }
  if (place_ == Place::in_it) {
    const std::size_t found = ahead_.find(edge);
    if (found != std::string::npos) {
      take_up_to(found);
      place_ = Place::behind_it;
      return;
    }
    kept = edge.size() - 1;
    take_up_to(ahead_.size() - std::min(ahead_.size(), kept));
    return;
  }
  ahead_.erase(0, ahead_.size() - std::min(ahead_.size(), kept));
}

void AttachedFile::take_up_to(std::size_t end) {
  std::string octets;
  reader_.add(std::string_view(ahead_).substr(0, end), octets);
  ahead_.erase(0, end);
  if (!octets.empty()) take_(octets);
}

}  // namespace cts
