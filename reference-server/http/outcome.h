#pragma once

#include <stdexcept>
#include <string>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

namespace refd::http {

/// Why a request gets no more than an error: the status of the answer (RFC 9110 section 15).
struct Refusal {
  unsigned status;
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// Looking into an Outcome that holds a refusal is a bug.
[[noreturn]] inline void throw_exception_from_error(const Refusal& refusal, const boost::source_location&) {
  throw std::logic_error("value of a request refused with " + std::to_string(refusal.status));
}

/// What a step of understanding a request comes to: the value, or the refusal.
template <class T>
using Outcome = boost::system::result<T, Refusal>;

}  // namespace refd::http
