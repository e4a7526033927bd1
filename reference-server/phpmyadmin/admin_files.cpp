#include "phpmyadmin/admin_files.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace refd::phpmyadmin {

namespace fs = std::filesystem;

namespace {

// All that browsers are told to fetch. Everything else is for the pages themselves.
constexpr std::array<std::string_view, 3> folders = {"/js/", "/themes/", "/doc/"};
constexpr std::array<std::string_view, 2> files = {"/favicon.ico", "/robots.txt"};
constexpr std::array<std::string_view, 4> pages = {"/index.php", "/js/messages.php", "/url.php",
                                                   "/show_config_errors.php"};
constexpr std::string_view packages = "/usr/share/";

bool is_for_browsers(std::string_view path) {
  const auto is_below = [path](std::string_view folder) {
    return path.starts_with(folder);
  };
  return std::find(files.begin(), files.end(), path) != files.end() ||
         std::any_of(folders.begin(), folders.end(), is_below);
}

bool has_odd_parts(std::string_view path) {
  return path.find("/.") != std::string_view::npos || path.find('\0') != std::string_view::npos ||
         path.find('\\') != std::string_view::npos || path.ends_with(".php");
}

bool is_below(const fs::path& place, std::string_view directory) {
  const auto text = place.string();
  return text.starts_with(directory) && (directory.ends_with('/') || text[directory.size()] == '/');
}

}  // namespace

AdminFile find_admin_file(const std::string& directory, std::string_view path) {
  if (path.empty()) return {AdminFile::Kind::needs_slash, {}, {}};
  for (const auto page : pages) {
    const bool is_it = path == page || (path == "/" && page == pages.front());
    if (is_it) return {AdminFile::Kind::page, directory + std::string(page), std::string(page)};
  }
  if (!is_for_browsers(path) || has_odd_parts(path)) return {};
  std::error_code error;
  const auto root = fs::canonical(directory, error);
  const auto place = error ? fs::path() : fs::canonical(directory + std::string(path), error);
  if (error || !fs::is_regular_file(place, error)) return {};
  if (!is_below(place, root.string()) && !is_below(place, packages)) return {};
  return {AdminFile::Kind::file, place.string(), {}};
}

}  // namespace refd::phpmyadmin
