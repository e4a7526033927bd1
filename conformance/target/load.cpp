#include "target/load.h"

#include "config/strict_table.h"

namespace cts {

Load read_load(StrictTable& table) {
  Load load;
  table.read("scenarios_at_once", load.scenarios_at_once, 1U, 64U);
  table.finish();
  return load;
}

Load load_of(const std::string& file) {
  const Checked<std::string> text = read_text_file(file);
  if (!text) return {};
  Mistakes mistakes(file);
  const auto parsed = parse_toml(*text, mistakes);
  if (!parsed) return {};
  StrictTable top(*parsed, mistakes);
  auto table = top.table("load");
  return table ? read_load(*table) : Load{};
}

}  // namespace cts
