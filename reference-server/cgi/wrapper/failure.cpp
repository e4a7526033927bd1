#include "cgi/wrapper/failure.h"

#include <string.h>
#include <unistd.h>

#include "cgi/wrapper/report.h"

namespace refd::cgi::wrapper {

void Failure::append(const char* text) {
  if (text == nullptr) return;
  for (; *text != '\0' && size_ < most_octets; ++text) octets_[size_++] = *text;
}

void Failure::set(char kind, const char* first, const char* second, const char* third, const char* fourth) {
  octets_[0] = kind;
  size_ = 1;
  append(first);
  append(second);
  append(third);
  append(fourth);
}

void Failure::set_error(char kind, int error, const char* what, const char* name) {
  set(kind, what, name, ": ", strerror(error));  // NOLINT(concurrency-mt-unsafe): one thread
}

void tell(const Failure& failure) {
  // A server that is no more needs not be told.
  [[maybe_unused]] const auto ignored = ::write(control_descriptor, failure.octets(), failure.size());
}

}  // namespace refd::cgi::wrapper
