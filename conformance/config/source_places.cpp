#include "config/source_places.h"

#include <fmt/format.h>

#include "config/strict_table.h"

namespace cts {

std::string SourcePlace::text() const {
  return line == 0 ? file : fmt::format("{}:{}:{}", file, line, column);
}

struct SourcePlaces::Tree {
  toml::table top;
};

SourcePlaces::SourcePlaces(std::string file, std::string_view text) : file_(std::move(file)) {
  Mistakes mistakes(file_);
  if (auto top = parse_toml(text, mistakes)) tree_ = std::make_unique<Tree>(Tree{std::move(*top)});
}

SourcePlaces::~SourcePlaces() = default;

SourcePlace SourcePlaces::of(std::string_view path, std::string_view otherwise) const {
  if (!tree_) return {file_};
  const auto place = [this](const toml::node& node) {
    return SourcePlace{file_, node.source().begin.line, node.source().begin.column};
  };
  for (std::string_view rest = path; !rest.empty();) {
    const toml::node_view<const toml::node> found = std::as_const(tree_->top).at_path(rest);
    if (found) return place(*found.node());
    const std::size_t cut = rest.find_last_of(".[");
    rest = rest.substr(0, cut == std::string_view::npos ? 0 : cut);
  }
  const toml::node* const inherited = tree_->top.get(otherwise);
  return inherited == nullptr ? SourcePlace{file_} : place(*inherited);
}

}  // namespace cts
