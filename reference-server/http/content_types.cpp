#include "http/content_types.h"

#include <array>
#include <utility>

#include "http/text.h"

namespace refd::http {

namespace {

// Sorted by extension.
constexpr auto types = std::to_array<std::pair<std::string_view, std::string_view>>({
    {".avi", "video/x-msvideo"},
    {".bmp", "image/bmp"},
    {".bz2", "application/x-bzip2"},
    {".class", "application/java-vm"},
    {".css", "text/css"},
    {".csv", "text/csv"},
    {".doc", "application/msword"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".dtd", "application/xml-dtd"},
    {".eot", "application/vnd.ms-fontobject"},
    {".eps", "application/postscript"},
    {".gif", "image/gif"},
    {".gz", "application/gzip"},
    {".hqx", "application/mac-binhex40"},
    {".htm", "text/html"},
    {".html", "text/html"},
    {".ico", "image/vnd.microsoft.icon"},
    {".ics", "text/calendar"},
    {".jar", "application/java-archive"},
    {".jpe", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".js", "text/javascript"},
    {".json", "application/json"},
    {".lzh", "application/x-lzh"},
    {".m4a", "audio/mp4"},
    {".mid", "audio/midi"},
    {".midi", "audio/midi"},
    {".mjs", "text/javascript"},
    {".mov", "video/quicktime"},
    {".mp3", "audio/mpeg"},
    {".mp4", "video/mp4"},
    {".mpeg", "video/mpeg"},
    {".mpg", "video/mpeg"},
    {".ogg", "audio/ogg"},
    {".otf", "font/otf"},
    {".pdf", "application/pdf"},
    {".png", "image/png"},
    {".ppt", "application/vnd.ms-powerpoint"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".ps", "application/postscript"},
    {".ra", "audio/x-realaudio"},
    {".ram", "audio/x-pn-realaudio"},
    {".rtf", "application/rtf"},
    {".shtml", "text/html"},
    {".sit", "application/x-stuffit"},
    {".svg", "image/svg+xml"},
    {".swf", "application/x-shockwave-flash"},
    {".tar", "application/x-tar"},
    {".tgz", "application/gzip"},
    {".tif", "image/tiff"},
    {".tiff", "image/tiff"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain"},
    {".wasm", "application/wasm"},
    {".wav", "audio/x-wav"},
    {".webm", "video/webm"},
    {".webp", "image/webp"},
    {".wml", "text/vnd.wap.wml"},
    {".woff", "font/woff"},
    {".woff2", "font/woff2"},
    {".xht", "application/xhtml+xml"},
    {".xhtml", "application/xhtml+xml"},
    {".xls", "application/vnd.ms-excel"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".xml", "application/xml"},
    {".xsl", "application/xml"},
    {".zip", "application/zip"},
});

static_assert(std::is_sorted(types.begin(), types.end()), "looked up by bisection");

bool less_ignoring_case(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return lower(x) < lower(y); });
}

}  // namespace

std::string_view extension_of(std::string_view file_name) noexcept {
  const auto dot = file_name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : file_name.substr(dot);
}

std::string_view content_type_of(std::string_view file_name) noexcept {
  const auto extension = extension_of(file_name);
  const auto found = std::lower_bound(
      types.begin(), types.end(), extension,
      [](const auto& row, std::string_view key) { return less_ignoring_case(row.first, key); });
  return found != types.end() && equals_ignoring_case(found->first, extension) ? found->second
                                                                               : std::string_view();
}

}  // namespace refd::http
