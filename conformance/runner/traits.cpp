#include "runner/traits.h"

#include <algorithm>
#include <array>

#include "client/small_letters.h"
#include "client/transcript.h"
#include "reports/record/stable_text.h"

namespace cts {
namespace {

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(" \t") - begin + 1));
}

/// The words of `text` between any of `separators`.
std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// Headers whose value is the software's choice, and the same for each request.
constexpr std::array lasting_headers{std::string_view("Server"),
                                     std::string_view("X-Powered-By"),
                                     std::string_view("Content-Type"),
                                     std::string_view("Accept-Ranges"),
                                     std::string_view("Vary"),
                                     std::string_view("Cache-Control"),
                                     std::string_view("Connection"),
                                     std::string_view("Strict-Transport-Security"),
                                     std::string_view("Via"),
                                     std::string_view("Content-Security-Policy"),
                                     std::string_view("Alt-Svc"),
                                     std::string_view("X-Frame-Options"),
                                     std::string_view("Upgrade"),
                                     std::string_view("X-Content-Type-Options"),
                                     std::string_view("Referrer-Policy")};

}  // namespace

// Masked before it is clipped: half a secret is one, too.
std::string Traits::settled(std::string_view text) const {
  constexpr std::size_t longest_line = 64u << 10;
  const std::string masked = masking_.masked(text.substr(0, longest_line));
  return reports::stable_text(readable(masked.substr(0, reports::stable_text_limit)));
}

void Traits::one(std::string_view name, std::string_view text) {
  std::vector<std::string> values;
  if (!text.empty()) values.push_back(settled(text));
  traits_.push_back({service_, std::string(name), std::move(values)});
}

void Traits::set(std::string_view name, const std::vector<std::string>& texts) {
  std::vector<std::string> values;
  for (const std::string& text : texts) {
    if (values.size() == most_values) break;
    values.push_back(settled(text));
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  traits_.push_back({service_, std::string(name), std::move(values)});
}

void Traits::code(std::string_view command, std::string_view code) {
  codes_.push_back(std::string(command) + " " + (code.empty() ? "no reply" : std::string(code)));
}

void Traits::code(std::string_view command, int number) {
  code(command, number == 0 ? std::string() : std::to_string(number));
}

std::vector<reports::Trait> Traits::take() {
  if (!codes_.empty()) set("reply codes", codes_);
  std::sort(traits_.begin(), traits_.end(),
            [](const reports::Trait& a, const reports::Trait& b) { return a.name < b.name; });
  return std::move(traits_);
}

std::vector<std::string> features(const FtpReply& reply) {
  std::vector<std::string> lines;
  if (!reply.completed()) return lines;
  for (std::size_t i = 1; i + 1 < reply.lines.size(); ++i) {
    std::string line = trimmed(reply.lines[i]);
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> listed_commands(const FtpReply& reply) {
  constexpr std::size_t shortest = 3;
  constexpr std::size_t longest = 4;
  std::vector<std::string> commands;
  if (!reply.completed()) return commands;
  for (std::size_t i = 1; i + 1 < reply.lines.size(); ++i) {
    for (std::string& word : split(reply.lines[i], " \t,")) {
      const bool is_command =
          word.size() >= shortest && word.size() <= longest &&
          std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
      if (is_command) commands.push_back(std::move(word));
    }
  }
  return commands;
}

std::vector<std::string> extensions(const SmtpReply& reply) {
  constexpr std::size_t code_and_separator = 4;
  std::vector<std::string> offered;
  if (!reply.completed()) return offered;
  for (std::size_t i = 1; i < reply.lines.size(); ++i)
    if (reply.lines[i].size() > code_and_separator)
      offered.push_back(trimmed(std::string_view(reply.lines[i]).substr(code_and_separator)));
  return offered;
}

std::vector<std::string> header_names(const HttpReply& reply) {
  std::vector<std::string> names;
  for (const auto& [name, value] : reply.headers) names.push_back(in_small_letters(name));
  return names;
}

std::vector<std::string> allowed_methods(const HttpReply& reply) {
  return split(reply.header("Allow").value_or(""), ", ");
}

bool offers_apop(const PopReply& greeting) {
  const std::size_t begin = greeting.line.find('<');
  const std::size_t at = greeting.line.find('@', begin);
  return begin != std::string::npos && at != std::string::npos &&
         greeting.line.find('>', at) != std::string::npos;
}

void add_web_traits(Traits& traits, const HttpReply& page, const HttpReply& missing,
                    const HttpReply& options) {
  traits.code("HEAD /", page.status);
  traits.code("GET of nothing", missing.status);
  traits.code("OPTIONS /", options.status);
  traits.set("headers of /", header_names(page));
  traits.set("headers of nothing", header_names(missing));
  traits.set("Allow", allowed_methods(options));
  for (const std::string_view name : lasting_headers) {
    const auto value = page.header(name);
    if (value) traits.one(name, *value);
  }
}

}  // namespace cts
