#include "cgi/wrapper/failure.h"

#include <cstring>
#include <initializer_list>

namespace refd::cgi::wrapper {

void Failure::append(const char* text) {
  if (text == nullptr) return;
  for (; *text != '\0' && size_ < most_octets; ++text) octets_[size_++] = *text;
}

void Failure::set(char kind, const char* first, const char* second, const char* third, const char* fourth) {
  octets_[0] = kind;
  size_ = 1;
  for (const auto* part : {first, second, third, fourth}) append(part);
}

void Failure::set_error(char kind, int error, const char* what, const char* name) {
  // One thread; and unlike strerror() it needs no translations.
  const char* meaning = strerrordesc_np(error);
  set(kind, what, name, ": ", meaning != nullptr ? meaning : "unknown error");
}

}  // namespace refd::cgi::wrapper
