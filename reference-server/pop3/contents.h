#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/byte_flow.h"

namespace refd {

/// `text`, given whole.
std::unique_ptr<ByteSource> content_of(std::string text);

/// Lines 0, 1, … `count` - 1, made when they are asked for; `line` appends one, with its end, or nothing.
std::unique_ptr<ByteSource> content_of_lines(std::size_t count,
                                             std::function<void(std::size_t, std::string&)> line);

/// TOP (RFC 1939 section 7): the header of `message`, the empty line behind it, and the first `lines` lines
/// of the body.
std::unique_ptr<ByteSource> top_of(std::unique_ptr<ByteSource> message, std::uint64_t lines);

}  // namespace refd
