#include <zlib.h>

#include <algorithm>
#include <array>

#include "check/delivery_report.h"
#include "check/form_data.h"
#include "check/gzip.h"
#include "check/html_form.h"
#include "check/html_page.h"
#include "check/html_tags.h"
#include "check/listing.h"
#include "check/message.h"
#include "check/octets.h"
#include "check/version.h"
#include "fuzzing/dice.h"
#include "fuzzing/target.h"

namespace cts {
namespace {

using fuzzing::require;
using fuzzing::require_same;

void check_gzip(std::string_view octets) {
  constexpr std::size_t most = 100'000;
  if (const auto text = gunzipped(octets, most))
    require(text->size() <= most, "what is unpacked keeps to the limit");
  // Packed by zlib, and in one file behind the other.
  std::string packed(::compressBound(octets.size()) + 64, '\0');
  z_stream stream{};
  require(::deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib works");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(octets.data()));
  stream.avail_in = static_cast<uInt>(octets.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  require(::deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib packs");
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  require_same(gunzipped(packed).value_or("none"), octets, "what is packed is unpacked");
  require_same(gunzipped(packed + packed).value_or("none"), std::string(octets) + std::string(octets),
               "a file of two members is both");
  require(!gunzipped(packed.substr(0, packed.size() - 1)).has_value(), "what is cut short is none");
  if (!octets.empty())
    require(!gunzipped(packed, octets.size() - 1).has_value(), "what is more than the limit is none");
}

void check_tags(std::string_view page) {
  HtmlTags tags(page);
  std::size_t count = 0;
  std::size_t octets = 0;
  while (const auto tag = tags.next()) {
    require(++count <= page.size(), "a page has no more tags than octets");
    octets += tags.text().size() + tag->name.size();
    for (const auto& [name, value] : tag->attributes) octets += name.size();
    require(octets <= page.size(), "tags and text are the page's", page);
    require(std::none_of(tag->name.begin(), tag->name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }),
            "a tag's name is in small letters", tag->name);
    if (tag->name == "textarea") (void)tags.textarea();
    if (tag->name == "script") (void)tags.raw_up_to("script");
  }
  const auto plain = without_entities(page);
  require(plain.size() <= page.size(), "resolving entities makes no text longer", page);
  if (page.find('&') == std::string_view::npos) require_same(plain, page, "a text without entities stays");
}

// Every octet that is markup as an entity.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("<>&\"'").find(c) != std::string_view::npos)
      out += "&#" + std::to_string(static_cast<int>(c)) + ";";
    else
      out += c;
  }
  return out;
}

void check_form(std::string_view page) {
  const auto forms = html_forms(page);
  for (const auto& form : forms) {
    require(form.controls.size() <= page.size(), "controls are the page's");
    const auto data = form.data();
    for (const auto& [name, value] : data.fields())
      require(form.has(name), "what is sent has a control", name);
    const auto sent = url_encoded(data);
    require(std::all_of(sent.begin(), sent.end(), [](char c) { return c > ' ' && c <= '~'; }),
            "what is sent is printable", sent);
  }
  require(html_text(page).size() <= page.size(), "what a person reads is the page's");
  const auto shown = parse_html(page);
  require(shown.text.size() <= page.size() + 1, "what a person reads is the page's");
  for (const auto& form : shown.forms) {
    for (const auto& field : form.fields) require(!field.kind.empty(), "a field has a kind");
  }
  // A value that a server has escaped comes back as it was, if it is a single line.
  if (page.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return;
  const auto written = "<form><input name=a value=\"" + escaped(page) + "\"></form>";
  const auto read = html_forms(written);
  require(read.size() == 1 && read.front().data().has("a"), "a form that is written is one", written);
  require_same(read.front().data().value("a"), page, "a value that is escaped comes back");
}

// As if a server escaped nothing.
void check_form_unescaped(std::string_view page) {
  const auto read = html_forms("<form><input name=a value=\"" + std::string(page) + "\"></form>");
  if (page.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos || read.empty()) return;
  require_same(read.front().data().value("a"), page, "a value that is escaped comes back");
}

void check_multipart(std::string_view text) {
  FormData data;
  for (const auto line : fuzzing::lines_of(text)) {
    const auto equals = std::min(line.find('='), line.size());
    data.add(line.substr(0, equals), line.substr(std::min(line.size(), equals + 1)));
  }
  const std::string boundary = "----none-of-these-octets";
  if (text.find(boundary) != std::string_view::npos) return;
  const auto body = multipart(
      data, {.field = "f", .name = std::string(text.substr(0, 50)), .octets = std::string(text)}, boundary);
  std::size_t parts = 0;
  for (auto at = body.find("--" + boundary); at != std::string::npos;
       at = body.find("--" + boundary, at + 1)) {
    require(at == 0 || body.compare(at - 2, 2, "\r\n") == 0, "a boundary stands on a line of its own");
    ++parts;
  }
  require(parts == data.fields().size() + 2, "there is a part for each field, and the end", body);
  // What is in a name does not end its header.
  for (auto at = body.find("Content-Disposition"); at != std::string::npos;
       at = body.find("Content-Disposition", at + 1)) {
    const auto line = std::string_view(body).substr(at, body.find("\r\n", at) - at);
    if (at >= 2 && body.compare(at - 2, 2, "\r\n") == 0 &&
        body.rfind("--" + boundary + "\r\n", at) + boundary.size() + 4 == at)
      require(line.find_first_of("\r\n") == std::string_view::npos &&
                  std::count(line.begin(), line.end(), '"') % 2 == 0,
              "a part's header is one line", line);
  }
}

void check_listing(std::string_view text) {
  for (const auto& listing : {parse_unix_list(text), parse_mlsd(text)}) {
    require(listing.strange.size() <= 20, "strange lines are bounded");
    for (const auto& entry : listing.entries) {
      require(!entry.name.empty() && entry.name != "." && entry.name != "..", "an entry has a name", text);
      require(entry.name.find('\n') == std::string::npos, "a name is of one line", entry.name);
      require(listing.has(entry.name), "an entry is found by its name", entry.name);
    }
  }
  const auto names = parse_nlst(text);
  for (const auto& name : names)
    require(!name.empty() && name.find_first_of("/\n") == std::string::npos && name != "." && name != "..",
            "a name is the last part of a path", name);
  // Written as ls does.
  if (names.empty() || names.front().find('\r') != std::string::npos) return;
  const auto& name = names.front();
  if (name.find_first_not_of(" \t") == std::string::npos) return;
  const auto line = "-rw-r--r--   1 ab       ab             12 Nov 23 04:05 " + name + "\r\n";
  const auto again = parse_unix_list(line);
  require(again.entries.size() == 1, "a line that is written is an entry", line);
  require_same(again.entries.front().name, name, "a name that is written is the same");
  const auto facts = parse_mlsd("type=file;size=12; " + name + "\r\n");
  require(facts.entries.size() == 1 && facts.entries.front().name == name,
          "facts that are written are the same", name);
}

void check_message(std::string_view message) {
  const auto header = header_of(message);
  const auto body = body_of(message);
  require(
      header.size() + body.size() <= message.size() && message.starts_with(header) && message.ends_with(body),
      "header and body are the message's", message);
  for (const auto line : header_lines(message))
    require(line.find("\r\n") == std::string_view::npos, "a line holds no line end", line);
  require(field_of(message, "Subject").find("\r\n") == std::string::npos, "a field is unfolded");
  const auto report = read_report(message);
  for (const auto& told : {report.action, report.status, report.recipient, report.diagnostic})
    require(told.find("\r\n") == std::string::npos, "what a report tells is one line", told);
  const std::string whole(message);
  require(
      Carries(whole).MatchAndExplain(whole, nullptr) || message.find("\r\n\r\n") == std::string_view::npos,
      "a message carries itself", message);
}

void check_octets(std::string_view text) {
  const auto half = text.substr(0, text.size() / 2);
  require(describe_difference(text, text).empty(), "what is equal has no difference");
  require(describe_difference(text, half).empty() == (text == half), "what differs is told", text);
  for (const auto& told : {describe_octets(text), describe_difference(text, half)})
    require(told.size() <= 400 &&
                std::none_of(told.begin(), told.end(),
                             [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }),
            "what is told is one line", told);
  const auto a = std::string(half);
  const auto b = std::string(text.substr(half.size()));
  const auto order = compare_versions(a, b);
  require((order < 0) == (compare_versions(b, a) > 0) && (order == 0) == (compare_versions(b, a) == 0),
          "versions are in one order", text);
  require(compare_versions(a, a) == 0, "a version is the same as itself", text);
  if (const auto version = version_behind(text, "v"))
    require(version->find_first_not_of("0123456789.") == std::string::npos, "a version is of digits and dots",
            *version);
}

}  // namespace
}  // namespace cts

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace cts;
  static const std::array table{
      Target{.name = "check.form", .check = check_form, .with_a_mistake = check_form_unescaped},
      Target{.name = "check.gzip", .check = check_gzip, .longest = 2000},
      Target{.name = "check.listing", .check = check_listing, .longest = 2000},
      Target{.name = "check.message", .check = check_message},
      Target{.name = "check.multipart", .check = check_multipart, .longest = 1000},
      Target{.name = "check.octets", .check = check_octets, .longest = 500},
      Target{.name = "check.tags", .check = check_tags},
  };
  return table;
}
