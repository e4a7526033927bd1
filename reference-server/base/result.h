#pragma once

#include <cerrno>

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

namespace refd {

/// An expected outcome: the value, or why there is none. Operating system failures carry errno in the
/// system category. A failure that nobody can act on (a bug, a broken installation) is an exception instead.
template <class T>
using Result = boost::system::result<T>;

/// The calling thread's errno as an error code.
inline boost::system::error_code last_system_error() {
  return {errno, boost::system::system_category()};
}

/// errno value `number` as an error code.
inline boost::system::error_code system_error(int number) {
  return {number, boost::system::system_category()};
}

}  // namespace refd
