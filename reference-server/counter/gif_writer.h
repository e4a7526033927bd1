#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "counter/canvas.h"

namespace refd {

/// How many colours write_gif() takes.
inline constexpr std::size_t most_gif_colours = 32;

/// A GIF (GIF87a, compressed). `pixels`: indices into `palette`, row after row, `width` to a row; at least
/// one pixel, and one colour. libgd writes the same picture in six times as many steps, and each visitor of a
/// counter gets another one.
std::string write_gif(std::span<const Colour> palette, unsigned width, std::span<const std::uint8_t> pixels);

}  // namespace refd
