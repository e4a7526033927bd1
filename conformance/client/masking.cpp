#include "client/masking.h"

#include <algorithm>
#include <optional>

namespace cts {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
// A shorter piece of base64 would also be found in innocent text.
constexpr std::size_t shortest_encoded = 5;

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

bool hex_pair_is(std::string_view text, std::size_t at, char wanted) {
  if (at + 2 > text.size()) return false;
  const auto high = hex_digit(text[at]);
  const auto low = hex_digit(text[at + 1]);
  return high && low && *high * 16 + *low == static_cast<unsigned char>(wanted);
}

// Adds where each way to write `wanted` at `at` ends: itself, %41, \x41, an escaped \" or a plus for a space.
void add_ends(std::string_view text, std::size_t at, char wanted, std::vector<std::size_t>& ends) {
  if (at >= text.size()) return;
  if (text[at] == wanted || (wanted == ' ' && text[at] == '+')) ends.push_back(at + 1);
  if (text[at] == '%' && hex_pair_is(text, at + 1, wanted)) ends.push_back(at + 3);
  if (text[at] != '\\' || at + 1 >= text.size()) return;
  if (text[at + 1] == 'x' && hex_pair_is(text, at + 2, wanted)) ends.push_back(at + 4);
  if (text[at + 1] == wanted) ends.push_back(at + 2);
}

// How much of `text` at `at` is the secret, the longest way it can be read. More than one can: to a secret
// with backslashes in it, two of them are two, or one that is escaped. 0: it is not there.
std::size_t secret_at(std::string_view text, std::size_t at, std::string_view secret) {
  std::vector<std::size_t> ends;
  add_ends(text, at, secret.front(), ends);
  for (std::size_t i = 1; i < secret.size() && !ends.empty(); ++i) {
    std::vector<std::size_t> further;
    for (const std::size_t end : ends) add_ends(text, end, secret[i], further);
    std::sort(further.begin(), further.end());
    further.erase(std::unique(further.begin(), further.end()), further.end());
    ends = std::move(further);
  }
  return ends.empty() ? 0 : *std::max_element(ends.begin(), ends.end()) - at;
}

// The characters of base64 that depend on `secret` only, when `before` octets (mod 3) precede it.
std::string inner_base64(std::string_view secret, std::size_t before) {
  const std::string whole = base64(std::string(before, '\0') + std::string(secret));
  const std::size_t first = (before * 8 + 5) / 6;
  const std::size_t last = (before + secret.size()) * 8 / 6;
  return whole.substr(first, last - first);
}

std::string url_alphabet(std::string text) {
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

void join_overlaps(std::vector<Masking::Span>& spans) {
  std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  std::vector<Masking::Span> joined;
  for (const Masking::Span& span : spans) {
    if (!joined.empty() && span.begin < joined.back().end)
      joined.back().end = std::max(joined.back().end, span.end);
    else
      joined.push_back(span);
  }
  spans = std::move(joined);
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? alphabet[group >> (18 - 6 * k) & 63u] : '=';
  }
  return out;
}

Masking::Masking(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {
  std::erase(secrets_, std::string());
  // The longest first, so that a secret inside another does not split it.
  std::sort(secrets_.begin(), secrets_.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const std::string& secret : secrets_) {
    encoded_.push_back(base64(secret));
    for (std::size_t before = 0; before < 3; ++before) encoded_.push_back(inner_base64(secret, before));
    longest_ = std::max(longest_, secret.size() * 4);
  }
  for (std::size_t i = 0, count = encoded_.size(); i < count; ++i)
    encoded_.push_back(url_alphabet(encoded_[i]));
  std::erase_if(encoded_, [](const std::string& text) { return text.size() < shortest_encoded; });
  std::sort(encoded_.begin(), encoded_.end());
  encoded_.erase(std::unique(encoded_.begin(), encoded_.end()), encoded_.end());
}

std::vector<Masking::Span> Masking::find(std::string_view text) const {
  std::vector<Span> spans;
  for (const std::string& secret : secrets_) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t length = secret_at(text, at, secret);
      if (length != 0) spans.push_back({at, at + length});
      at += std::max<std::size_t>(length, 1);
    }
  }
  for (const std::string& encoded : encoded_) {
    for (std::size_t at = text.find(encoded); at != std::string_view::npos; at = text.find(encoded, at + 1))
      spans.push_back({at, at + encoded.size()});
  }
  join_overlaps(spans);
  return spans;
}

std::string Masking::masked(std::string_view text) const {
  std::string out;
  std::size_t done = 0;
  for (const Span& span : find(text)) {
    out += text.substr(done, span.begin - done);
    out += mask;
    done = span.end;
  }
  out += text.substr(done);
  return out;
}

}  // namespace cts
