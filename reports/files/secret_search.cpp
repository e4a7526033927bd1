#include "reports/files/secret_search.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace reports {
namespace {

struct Needle {
  std::string text;
  std::string_view form;
};

/// Fewer characters of base64 than this could stand in a file by chance.
constexpr std::size_t shortest_base64 = 5;

std::string replaced_each(std::string_view text, const std::function<std::string(char)>& replace) {
  std::string result;
  for (const char c : text) result += replace(c);
  return result;
}

std::string as_json(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\t':
      return "\\t";
    default:
      return static_cast<unsigned char>(c) < 0x20 ? fmt::format("\\u{:04x}", c) : std::string(1, c);
  }
}

std::string as_markup(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return std::string(1, c);
  }
}

std::string as_html(char c) {
  return c == '\'' ? "&#39;" : as_markup(c);
}

/// pugixml leaves the quotation mark alone in text.
std::string as_xml_text(char c) {
  return c == '"' ? "\"" : as_markup(c);
}

/// As the Markdown report writes text.
std::string as_markdown(char c) {
  if (std::string_view("\\`*_{}[]#|~!").find(c) != std::string_view::npos) return {'\\', c};
  return c == '"' ? "\"" : as_markup(c);
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

std::string base64_digits(std::string_view bytes, std::string_view alphabet) {
  std::string digits;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8U | static_cast<unsigned char>(c)) & 0xFFFFU;
    count += 8;
    while (count >= 6) {
      count -= 6;
      digits += alphabet[(bits >> static_cast<unsigned>(count)) & 0x3FU];
    }
  }
  return digits;
}

/// The digits that `secret` alone decides when `shift` other bytes (0 to 2) stand before it in the same group
/// of three.
std::string base64_inside(std::string_view secret, std::size_t shift, std::string_view alphabet) {
  const std::string padded = std::string(shift, '\0') + std::string(secret);
  const std::size_t undecided = (shift * 8 + 5) / 6;
  const std::string digits = base64_digits(padded, alphabet);
  return digits.size() > undecided ? digits.substr(undecided) : std::string{};
}

std::vector<Needle> needles_of(const std::string& secret) {
  std::vector<Needle> needles{{secret, "raw"}};
  for (std::string (*const escape)(char) : {as_json, as_markup, as_html, as_xml_text, as_markdown}) {
    needles.push_back({replaced_each(secret, escape), "raw"});
  }
  for (const bool upper : {true, false}) {
    const auto percent = [upper](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return upper ? fmt::format("%{:02X}", byte) : fmt::format("%{:02x}", byte);
    };
    needles.push_back({replaced_each(secret, percent), "percent-encoded"});
    needles.push_back(
        {replaced_each(secret, [&](char c) { return is_unreserved(c) ? std::string(1, c) : percent(c); }),
         "percent-encoded"});
    needles.push_back({replaced_each(secret,
                                     [&](char c) {
                                       if (c == ' ') return std::string("+");
                                       return is_unreserved(c) ? std::string(1, c) : percent(c);
                                     }),
                       "percent-encoded"});
    needles.push_back({replaced_each(secret, [&](char c) { return percent(c).substr(1); }), "hexadecimal"});
  }
  constexpr std::string_view shared = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (const std::string_view last_two : {"+/", "-_"}) {
    const std::string alphabet = std::string(shared).append(last_two);
    for (std::size_t shift = 0; shift < 3; ++shift) {
      std::string digits = base64_inside(secret, shift, alphabet);
      if (digits.size() >= shortest_base64) needles.push_back({std::move(digits), "base64"});
    }
  }
  return needles;
}

std::optional<std::string> read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) return std::nullopt;
  return text;
}

}  // namespace

std::vector<SecretLeak> find_secrets(const std::vector<Secret>& secrets, std::string_view text,
                                     std::string_view file) {
  std::vector<SecretLeak> leaks;
  for (const Secret& secret : secrets) {
    if (secret.value.size() < shortest_secret) continue;
    std::set<std::string_view> told;
    for (const Needle& needle : needles_of(secret.value)) {
      if (text.find(needle.text) == std::string_view::npos) continue;
      // A secret of letters only looks the same raw and percent-encoded: the first form names it.
      const bool looks_raw = needle.form != "raw" && needle.text == secret.value;
      if (looks_raw || !told.insert(needle.form).second) continue;
      leaks.push_back({secret.name, std::string(file), std::string(needle.form)});
    }
  }
  return leaks;
}

std::vector<SecretLeak> find_secrets_in_files(const std::vector<Secret>& secrets,
                                              const std::vector<std::filesystem::path>& files) {
  std::vector<SecretLeak> leaks;
  for (const std::filesystem::path& file : files) {
    const std::string name = file.filename().string();
    const std::optional<std::string> text = read_whole(file);
    if (!text) {
      leaks.push_back({"", name, "unreadable"});
      continue;
    }
    for (SecretLeak& leak : find_secrets(secrets, *text, name)) leaks.push_back(std::move(leak));
  }
  return leaks;
}

std::vector<FileFailure> write_checked_reports(RunRecord& record, const std::filesystem::path& directory,
                                               JunitDialect dialect, const std::vector<Secret>& secrets) {
  record.secrets_check = {true, {}};
  std::vector<FileFailure> failures = write_reports(record, directory, dialect);
  const auto failed = [&failures](const std::filesystem::path& file) {
    return std::any_of(failures.begin(), failures.end(),
                       [&file](const FileFailure& failure) { return failure.file == file.string(); });
  };
  const auto written = [&] {
    std::vector<std::filesystem::path> files;
    for (const std::string_view name : report_file_names) {
      if (std::filesystem::path file = directory / name; !failed(file)) files.push_back(std::move(file));
    }
    return files;
  };
  if (!failures.empty() && failures.front().file == directory.string()) return failures;

  record.secrets_check.leaks = find_secrets_in_files(secrets, written());
  if (record.secrets_check.leaks.empty()) return failures;

  failures = write_reports(record, directory, dialect);
  for (const SecretLeak& leak : record.secrets_check.leaks) {
    const std::filesystem::path file = directory / leak.file;
    if (failed(file)) continue;
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    failures.push_back({file.string(), fmt::format("it held the secret {} ({}), so it was deleted",
                                                   leak.secret, leak.form)});
  }
  return failures;
}

}  // namespace reports
