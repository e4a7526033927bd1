#pragma once

#include <span>

#include "counter/canvas.h"

namespace refd {

/// One look of digits, clock and date (CTR-4). Every glyph is painted whole, to its edges: pictures are made
/// by putting glyphs side by side.
struct Design {
  char letter;  ///< dd
  unsigned height;
  unsigned digit_width;
  unsigned colon_width;
  unsigned dash_width;
  unsigned half_day_width;  ///< of AM and PM
  void (*paint)(Canvas& canvas, char symbol);

  /// Of a symbol of picture_symbols.
  unsigned width_of(char symbol) const noexcept;
};

// The five, each in a file of its own.
void paint_lamps(Canvas& canvas, char symbol);   ///< A: green seven-segment display
void paint_wheels(Canvas& canvas, char symbol);  ///< B: white figures on the wheels of a meter
void paint_neon(Canvas& canvas, char symbol);    ///< C: tubes that glow at night
void paint_dots(Canvas& canvas, char symbol);    ///< D: amber dots of a departure board
void paint_ink(Canvas& canvas, char symbol);     ///< E: pen and ink between two ruled lines

/// "Error" on red lamps (symbols "E", "r", "o"): for whoever asks for something that is none.
void paint_alarm(Canvas& canvas, char symbol);

/// A to E, in this order.
std::span<const Design> designs();
/// What error pictures are drawn with.
const Design& alarm_design();

}  // namespace refd
