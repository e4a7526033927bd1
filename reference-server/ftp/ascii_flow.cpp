#include "ftp/ascii_flow.h"

#include <unistd.h>

namespace refd {
namespace {

constexpr std::size_t piece = 65'536;

}  // namespace

AsciiFileSource::AsciiFileSource(UniqueFd file) : file_(std::move(file)), raw_(piece) {}

Result<std::string_view> AsciiFileSource::next() {
  const auto count = ::read(file_.get(), raw_.data(), raw_.size());
  if (count < 0) return last_system_error();
  translated_.clear();
  for (const char c : std::string_view(raw_.data(), static_cast<std::size_t>(count))) {
    if (c == '\n' && !after_cr_) translated_.push_back('\r');
    translated_.push_back(c);
    after_cr_ = c == '\r';
  }
  return std::string_view(translated_);
}

Result<void> AsciiSink::write(std::span<const char> octets) {
  translated_.clear();
  for (const char c : octets) {
    if (held_cr_ && c != '\n') translated_.push_back('\r');
    held_cr_ = c == '\r';
    if (!held_cr_) translated_.push_back(c);
  }
  return target_.write(translated_);
}

Result<void> AsciiSink::finish() {
  if (!held_cr_) return {};
  held_cr_ = false;
  return target_.write(std::string_view("\r"));
}

}  // namespace refd
