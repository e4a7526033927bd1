#include "check/form_data.h"

#include <algorithm>
#include <cctype>

namespace cts {

namespace {

// As browsers do: quotation marks and line ends would end the name.
std::string quoted_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '"') {
      out += "%22";
    } else if (c == '\r' || c == '\n') {
      out += c == '\r' ? "%0D" : "%0A";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace

void FormData::set(std::string_view name, std::string_view value) {
  const auto is_it = [name](const Field& field) {
    return field.first == name;
  };
  const auto first = std::find_if(fields_.begin(), fields_.end(), is_it);
  if (first == fields_.end()) return add(name, value);
  first->second = value;
  fields_.erase(std::remove_if(std::next(first), fields_.end(), is_it), fields_.end());
}

void FormData::remove(std::string_view name) {
  std::erase_if(fields_, [name](const Field& field) { return field.first == name; });
}

bool FormData::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [name](const Field& field) { return field.first == name; });
}

std::string FormData::value(std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (field == name) return value;
  }
  return "";
}

std::string url_encoded(const std::vector<FormData::Field>& fields) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto encoded = [&](std::string_view text) {
    std::string out;
    for (const char c : text) {
      const auto octet = static_cast<unsigned char>(c);
      if (octet < 0x80 &&
          (std::isalnum(octet) != 0 || std::string_view("-._*").find(c) != std::string_view::npos)) {
        out.push_back(c);
      } else if (c == ' ') {
        out.push_back('+');
      } else {
        out += {'%', digits[octet >> 4U], digits[octet & 15U]};
      }
    }
    return out;
  };
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out.push_back('&');
    out += encoded(name) + "=" + encoded(value);
  }
  return out;
}

std::string multipart(const FormData& data, const FormFile& file, std::string_view boundary) {
  std::string out;
  const auto begin = [&](std::string_view name) {
    out.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
    out.append(quoted_name(name)).append("\"");
  };
  for (const auto& [name, value] : data.fields()) {
    begin(name);
    out.append("\r\n\r\n").append(value).append("\r\n");
  }
  begin(file.field);
  out.append("; filename=\"").append(quoted_name(file.name)).append("\"\r\nContent-Type: ");
  out.append(file.type).append("\r\n\r\n").append(file.octets).append("\r\n--");
  out.append(boundary).append("--\r\n");
  return out;
}

}  // namespace cts
