#include "counter/letterforms.h"

#include <cmath>
#include <numbers>

namespace refd {
namespace {

// All of this in a square of side 1, y downwards; degrees clockwise from three o'clock.
Path arc(Spot centre, double radius_x, double radius_y, double from, double to) {
  constexpr int steps = 32;
  Path path;
  for (int i = 0; i <= steps; ++i) {
    const double angle = (from + (to - from) * i / steps) * std::numbers::pi / 180;
    path.push_back({centre.x + radius_x * std::cos(angle), centre.y + radius_y * std::sin(angle)});
  }
  return path;
}

Path joined(Path first, const Path& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

std::vector<Path> six() {
  return {arc({0.5, 0.67}, 0.48, 0.33, 0, 360), arc({0.92, 0.67}, 0.9, 0.67, 180, 262)};
}

// Six, turned by half a turn.
std::vector<Path> nine() {
  auto paths = six();
  for (auto& path : paths) {
    for (auto& spot : path) spot = {1 - spot.x, 1 - spot.y};
  }
  return paths;
}

std::vector<Path> unit_form(char letter) {
  switch (letter) {
    case '0':
      return {arc({0.5, 0.5}, 0.48, 0.5, 0, 360)};
    case '1':
      return {{{0.2, 0.2}, {0.58, 0}, {0.58, 1}}, {{0.22, 1}, {0.94, 1}}};
    case '2':
      return {joined(arc({0.5, 0.29}, 0.46, 0.29, 190, 395), {{0.04, 1}, {0.97, 1}})};
    case '3':
      return {joined(arc({0.46, 0.25}, 0.42, 0.25, 200, 450), {{0.36, 0.5}}),
              arc({0.46, 0.73}, 0.48, 0.27, 270, 520)};
    case '4':
      return {{{0.74, 1}, {0.74, 0}, {0, 0.68}, {1, 0.68}}};
    case '5':
      return {joined({{0.9, 0}, {0.16, 0}, {0.1, 0.45}}, arc({0.46, 0.68}, 0.5, 0.32, 228, 510))};
    case '6':
      return six();
    case '7':
      return {{{0.02, 0}, {0.98, 0}, {0.36, 1}}};
    case '8':
      return {arc({0.5, 0.25}, 0.4, 0.25, 0, 360), arc({0.5, 0.74}, 0.48, 0.26, 0, 360)};
    case '9':
      return nine();
    case 'A':
      return {{{0, 1}, {0.5, 0}, {1, 1}}, {{0.18, 0.66}, {0.82, 0.66}}};
    case 'M':
      return {{{0, 1}, {0, 0}, {0.5, 0.62}, {1, 0}, {1, 1}}};
    case 'P':
      return {
          joined({{0, 1}, {0, 0}, {0.55, 0}}, joined(arc({0.55, 0.27}, 0.43, 0.27, 270, 450), {{0, 0.54}}))};
    default:
      return {};
  }
}

}  // namespace

std::vector<Path> letterform(char letter, const Box& box) {
  auto paths = unit_form(letter);
  for (auto& path : paths) {
    for (auto& spot : path) {
      spot = {box.from.x + spot.x * (box.to.x - box.from.x), box.from.y + spot.y * (box.to.y - box.from.y)};
    }
  }
  return paths;
}

std::vector<Spot> colon_dots(const Box& box) {
  const double x = (box.from.x + box.to.x) / 2;
  const double height = box.to.y - box.from.y;
  return {{x, box.from.y + height * 0.3}, {x, box.from.y + height * 0.7}};
}

Path dash_line(const Box& box) {
  const double y = (box.from.y + box.to.y) / 2;
  return {{box.from.x, y}, {box.to.x, y}};
}

}  // namespace refd
