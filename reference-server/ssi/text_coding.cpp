#include "ssi/text_coding.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/percent.h"
#include "ssi/characters.h"

namespace refd::ssi {

namespace {

struct Entity {
  std::string_view name;
  unsigned char octet;
};

// Latin-1's letters, as HTML 2.0 names them, and the four of SGML.
constexpr Entity entities[] = {
    {"lt", '<'},     {"gt", '>'},     {"amp", '&'},    {"quot", '"'},   {"Agrave", 192}, {"Aacute", 193},
    {"Acirc", 194},  {"Atilde", 195}, {"Auml", 196},   {"Aring", 197},  {"AElig", 198},  {"Ccedil", 199},
    {"Egrave", 200}, {"Eacute", 201}, {"Ecirc", 202},  {"Euml", 203},   {"Igrave", 204}, {"Iacute", 205},
    {"Icirc", 206},  {"Iuml", 207},   {"ETH", 208},    {"Ntilde", 209}, {"Ograve", 210}, {"Oacute", 211},
    {"Ocirc", 212},  {"Otilde", 213}, {"Ouml", 214},   {"Oslash", 216}, {"Ugrave", 217}, {"Uacute", 218},
    {"Ucirc", 219},  {"Uuml", 220},   {"Yacute", 221}, {"THORN", 222},  {"szlig", 223},  {"agrave", 224},
    {"aacute", 225}, {"acirc", 226},  {"atilde", 227}, {"auml", 228},   {"aring", 229},  {"aelig", 230},
    {"ccedil", 231}, {"egrave", 232}, {"eacute", 233}, {"ecirc", 234},  {"euml", 235},   {"igrave", 236},
    {"iacute", 237}, {"icirc", 238},  {"iuml", 239},   {"eth", 240},    {"ntilde", 241}, {"ograve", 242},
    {"oacute", 243}, {"ocirc", 244},  {"otilde", 245}, {"ouml", 246},   {"oslash", 248}, {"ugrave", 249},
    {"uacute", 250}, {"ucirc", 251},  {"uuml", 252},   {"yacute", 253}, {"thorn", 254},  {"yuml", 255},
};

// "&" to ";": without a limit, a text of nothing but "&" would be searched once for each.
constexpr std::size_t longest_entity = 32;

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void append_escape(char c, std::string& out) {
  const auto octet = static_cast<unsigned char>(c);
  out.append({'%', hex_digits[octet >> 4U], hex_digits[octet & 15U]});
}

// "#65": control characters and what Latin-1 leaves open stand for nothing.
void append_numeric(std::string_view digits, std::string& out) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool is_number = error == std::errc() && end == digits.data() + digits.size();
  const bool is_control = value <= 8 || (value >= 11 && value <= 31) || (value >= 127 && value <= 160);
  if (is_number && !is_control && value < 256) out.push_back(static_cast<char>(value));
}

template <class Keeps>
std::string percent_encoded(std::string_view text, Keeps keeps) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_alphanumeric(c) || keeps(c)) {
      out.push_back(c);
    } else {
      append_escape(c, out);
    }
  }
  return out;
}

using Coding = std::string (*)(std::string_view);
struct CodingRow {
  std::string_view name;
  Coding decode;
  Coding encode;
};

constexpr CodingRow codings[] = {
    {"none", [](std::string_view text) { return std::string(text); },
     [](std::string_view text) {
       return std::string(text);
     }},
    {"url", [](std::string_view text) { return url_decoded(text, false); }, url_encoded},
    {"urlencoded", [](std::string_view text) { return url_decoded(text, true); }, form_encoded},
    {"entity", entities_decoded, entities_encoded},
    {"base64", base64_decoded, base64_encoded},
};

std::optional<std::string> coded_by(std::string_view names, std::string text, Coding CodingRow::*coding) {
  constexpr std::string_view separators = ", \t";
  while (true) {
    const auto start = names.find_first_not_of(separators);
    if (start == std::string_view::npos) break;
    const auto end = std::min(names.find_first_of(separators, start), names.size());
    const auto name = names.substr(start, end - start);
    const auto row = std::find_if(std::begin(codings), std::end(codings), [name](const CodingRow& known) {
      return equals_ignoring_case(known.name, name);
    });
    if (row == std::end(codings)) return std::nullopt;
    text = (row->*coding)(text);
    names.remove_prefix(end);
  }
  // Values are texts: a NUL that was decoded ends one.
  text.resize(std::min(text.find('\0'), text.size()));
  return text;
}

}  // namespace

std::string entities_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto start = text.find('&');
    out.append(text.substr(0, start));
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    const auto end = text.substr(0, longest_entity).find(';');
    if (end == std::string_view::npos) {
      out.push_back('&');
      text.remove_prefix(1);
      continue;
    }
    const auto name = text.substr(1, end - 1);
    const auto* known = std::find_if(std::begin(entities), std::end(entities),
                                     [name](const Entity& entity) { return entity.name == name; });
    if (name.starts_with('#')) {
      append_numeric(name.substr(1), out);
      text.remove_prefix(end + 1);
    } else if (known != std::end(entities)) {
      out.push_back(static_cast<char>(known->octet));
      text.remove_prefix(end + 1);
    } else {
      out.push_back('&');
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string entities_encoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '<':
        out.append("&lt;");
        break;
      case '>':
        out.append("&gt;");
        break;
      case '&':
        out.append("&amp;");
        break;
      case '"':
        out.append("&quot;");
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

std::string url_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool has_digits =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    if (has_digits) {
      out.push_back(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
      i += 2;
    } else {
      out.push_back(plus_is_blank && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

std::string url_encoded(std::string_view text) {
  return percent_encoded(
      text, [](char c) { return std::string_view("$-_.+!*'(),:;@&=/~").find(c) != std::string_view::npos; });
}

std::string form_encoded(std::string_view text) {
  auto out = percent_encoded(
      text, [](char c) { return std::string_view(".-*_ ").find(c) != std::string_view::npos; });
  std::replace(out.begin(), out.end(), ' ', '+');
  return out;
}

std::string base64_encoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const auto group = text.substr(i, 3);
    unsigned bits = 0;
    for (std::size_t j = 0; j < 3; ++j)
      bits = bits << 8U | (j < group.size() ? static_cast<unsigned char>(group[j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j)
      out.push_back(j <= group.size() ? base64_digits[bits >> (18 - 6 * j) & 63U] : '=');
  }
  return out;
}

std::string base64_decoded(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto value = base64_digits.find(c);
    if (value == std::string_view::npos) break;
    bits = (bits << 6U | static_cast<unsigned>(value)) & 0xFFFFFFU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>(bits >> count & 255U));
  }
  return out;
}

std::string shell_escaped(std::string_view text) {
  constexpr std::string_view special = "&;`'\"|*?~<>^()[]{}$\\\n";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::optional<std::string> decoded_by(std::string_view names, std::string text) {
  return coded_by(names, std::move(text), &CodingRow::decode);
}

std::optional<std::string> encoded_by(std::string_view names, std::string text) {
  return coded_by(names, std::move(text), &CodingRow::encode);
}

}  // namespace refd::ssi
