#include "config/table_reader.h"

#include <algorithm>

#include <fmt/format.h>

namespace refd {
namespace {

const toml::table empty_table;

}  // namespace

// A message repeats what stands in the file, escapes understood: a terminal is to show it, not to obey it.
std::string ConfigError::text() const {
  auto shown = message;
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; },
      '?');
  if (line == 0) return file + ": " + shown;
  return fmt::format("{}:{}:{}: {}", file, line, column, shown);
}

TableReader::TableReader(const toml::table& table, std::string name, std::string file, ConfigErrors& errors,
                         AskedKeys* asked)
    : table_(table), name_(std::move(name)), file_(std::move(file)), errors_(errors), asked_(asked) {}

std::string TableReader::full_name(std::string_view key) const {
  return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

const toml::node* TableReader::find(std::string_view key, std::string_view kind, std::string range) {
  known_.emplace(key);
  if (asked_ != nullptr)
    asked_->push_back({name_, std::string(key), std::string(kind), std::move(range), "", false});
  return table_.get(key);
}

void TableReader::stands(std::int64_t value, bool in_seconds) {
  if (asked_ == nullptr) return;
  if (in_seconds) asked_->back().kind = "seconds";
  asked_->back().standard = std::to_string(value);
}

void TableReader::error_at(const toml::source_region& where, std::string message) {
  errors_.push_back({file_, where.begin.line, where.begin.column, std::move(message)});
}

void TableReader::error(std::string_view key, std::string message) {
  const auto* node = table_.get(key);
  error_at(node != nullptr ? node->source() : table_.source(), std::move(message));
}

TableReader TableReader::table(std::string_view key) {
  const auto* node = find(key, "table");
  if (node == nullptr) return {empty_table, full_name(key), file_, errors_, asked_};
  if (const auto* child = node->as_table()) return {*child, full_name(key), file_, errors_, asked_};
  error_at(node->source(), fmt::format("'{}' must be a table", full_name(key)));
  return {empty_table, full_name(key), file_, errors_, asked_};
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
  std::vector<TableReader> readers;
  const auto* node = find(key, "tables");
  if (node == nullptr && asked_ != nullptr)
    readers.push_back({empty_table, full_name(key), file_, errors_, asked_});
  if (node == nullptr) return readers;
  const auto* list = node->as_array();
  if (list == nullptr) {
    error_at(node->source(), fmt::format("'{}' must be a list of tables", full_name(key)));
    return readers;
  }
  for (const auto& item : *list) {
    if (const auto* child = item.as_table()) {
      readers.push_back({*child, full_name(key), file_, errors_, asked_});
    } else {
      error_at(item.source(), fmt::format("'{}' must hold tables only", full_name(key)));
    }
  }
  return readers;
}

std::vector<std::string> TableReader::keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, node] : table_) keys.emplace_back(key.str());
  return keys;
}

std::optional<std::string> TableReader::text(std::string_view key) {
  const auto* node = find(key, "text");
  if (node == nullptr) return std::nullopt;
  if (const auto value = node->value_exact<std::string>()) return value;
  error_at(node->source(), fmt::format("'{}' must be a string", full_name(key)));
  return std::nullopt;
}

std::string TableReader::required_text(std::string_view key) {
  const bool absent = !has(key);
  auto value = text(key);
  if (asked_ != nullptr) asked_->back().required = true;
  if (absent) error_at(table_.source(), fmt::format("'{}' is missing", full_name(key)));
  return value.value_or("");
}

std::vector<std::string> TableReader::texts(std::string_view key) {
  std::vector<std::string> values;
  const auto* node = find(key, "texts");
  if (node == nullptr) return values;
  const auto* list = node->as_array();
  if (list == nullptr) {
    error_at(node->source(), fmt::format("'{}' must be a list of strings", full_name(key)));
    return values;
  }
  for (const auto& item : *list) {
    if (const auto value = item.value_exact<std::string>()) {
      values.push_back(*value);
    } else {
      error_at(item.source(), fmt::format("'{}' must hold strings only", full_name(key)));
    }
  }
  return values;
}

std::optional<bool> TableReader::flag(std::string_view key) {
  const auto* node = find(key, "flag");
  if (node == nullptr) return std::nullopt;
  if (const auto value = node->value_exact<bool>()) return value;
  error_at(node->source(), fmt::format("'{}' must be true or false", full_name(key)));
  return std::nullopt;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, std::int64_t least,
                                                 std::int64_t most) {
  const auto* node = find(key, "integer", fmt::format("{}…{}", least, most));
  if (node == nullptr) return std::nullopt;
  const auto value = node->value_exact<std::int64_t>();
  if (!value) {
    error_at(node->source(), fmt::format("'{}' must be a whole number", full_name(key)));
    return std::nullopt;
  }
  if (*value < least || *value > most) {
    error_at(node->source(), fmt::format("'{}' must lie between {} and {}", full_name(key), least, most));
    return std::nullopt;
  }
  return value;
}

std::vector<std::int64_t> TableReader::integers(std::string_view key, std::int64_t least, std::int64_t most) {
  std::vector<std::int64_t> values;
  const auto* node = find(key, "integers", fmt::format("{}…{}", least, most));
  if (node == nullptr) return values;
  const auto* list = node->as_array();
  if (list == nullptr) {
    error_at(node->source(), fmt::format("'{}' must be a list of whole numbers", full_name(key)));
    return values;
  }
  for (const auto& item : *list) {
    const auto value = item.value_exact<std::int64_t>();
    if (value && *value >= least && *value <= most) {
      values.push_back(*value);
    } else {
      error_at(item.source(),
               fmt::format("'{}' must hold whole numbers between {} and {}", full_name(key), least, most));
    }
  }
  return values;
}

void TableReader::finish() {
  for (const auto& [key, node] : table_) {
    if (known_.contains(key.str())) continue;
    error_at(key.source(), fmt::format("unknown key '{}'", full_name(key.str())));
  }
}

}  // namespace refd
