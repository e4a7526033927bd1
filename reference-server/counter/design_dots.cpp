// Design D: a departure board, amber dots on black; those that are out can be made out.

#include <array>
#include <string_view>

#include "counter/designs.h"

namespace refd {
namespace {

constexpr Colour board = 0x0e0b07;
constexpr Colour out = 0x2b2113;
constexpr Colour rim = 0xb86a08;
constexpr Colour lit = 0xffb52e;
constexpr double pitch = 3.2;
constexpr std::size_t row_count = 7;

struct Pattern {
  char symbol;
  std::array<std::string_view, row_count> rows;
};

constexpr std::array<Pattern, 14> patterns{{
    {'0', {".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."}},
    {'1', {"..#..", "###..", "..#..", "..#..", "..#..", "..#..", "#####"}},
    {'2', {"####.", "....#", "....#", ".###.", "#....", "#....", "#####"}},
    {'3', {"####.", "....#", "....#", ".###.", "....#", "....#", "####."}},
    {'4', {"#..#.", "#..#.", "#..#.", "#####", "...#.", "...#.", "...#."}},
    {'5', {"#####", "#....", "#....", "####.", "....#", "....#", "####."}},
    {'6', {".####", "#....", "#....", "####.", "#...#", "#...#", ".###."}},
    {'7', {"#####", "....#", "....#", "...#.", "...#.", "..#..", "..#.."}},
    {'8', {".###.", "#...#", "#...#", ".###.", "#...#", "#...#", ".###."}},
    {'9', {".###.", "#...#", "#...#", ".####", "....#", "....#", "####."}},
    {':', {"..", "#.", "#.", "..", "#.", "#.", ".."}},
    {'-', {"....", "....", "....", "###.", "....", "....", "...."}},
    {'a', {".........", ".........", ".#..#...#", "#.#.##.##", "###.#.#.#", "#.#.#...#", "#.#.#...#"}},
    {'p', {".........", ".........", "##..#...#", "#.#.##.##", "##..#.#.#", "#...#...#", "#...#...#"}},
}};

}  // namespace

void paint_dots(Canvas& canvas, char symbol) {
  canvas.rectangle({0, 0}, {canvas.width(), canvas.height()}, board);
  for (const auto& pattern : patterns) {
    if (pattern.symbol != symbol) continue;
    const double left = (canvas.width() - pitch * static_cast<double>(pattern.rows.front().size())) / 2;
    const double top = (canvas.height() - pitch * static_cast<double>(row_count)) / 2;
    for (std::size_t row = 0; row < row_count; ++row) {
      for (std::size_t column = 0; column < pattern.rows[row].size(); ++column) {
        const Spot centre{left + pitch * (static_cast<double>(column) + 0.5),
                          top + pitch * (static_cast<double>(row) + 0.5)};
        const bool is_lit = pattern.rows[row][column] == '#';
        canvas.disc(centre, is_lit ? 1.5 : 1.1, is_lit ? rim : out);
        if (is_lit) canvas.disc(centre, 1.15, lit);
      }
    }
  }
}

}  // namespace refd
