#include "reports/files/record_file.h"

#include <fstream>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "reports/files/report_files.h"

namespace reports {
namespace {

/// The text, or why there is none. A file that grows meanwhile is read as far as it may be, and refused.
std::variant<std::string, ReadFailure> read_text(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status))
    return ReadFailure{error ? error.message() : "No such file or directory"};
  if (!std::filesystem::is_regular_file(status)) return ReadFailure{"is not a file"};
  const ReadFailure too_large{fmt::format("is larger than {} MiB", largest_record_file >> 20)};
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) return ReadFailure{error.message()};
  if (size > largest_record_file) return too_large;
  std::ifstream in(file, std::ios::binary);
  if (!in) return ReadFailure{"cannot be read"};
  std::string text(static_cast<std::size_t>(size) + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return ReadFailure{"cannot be read"};
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > size) return ReadFailure{"is being written"};
  return text;
}

}  // namespace

std::variant<RunRecord, ReadFailure> read_record_file(const std::filesystem::path& file) {
  std::error_code error;
  const std::filesystem::path named =
      std::filesystem::is_directory(file, error) ? file / report_file_names.front() : file;
  const auto failure = [&named](const std::string& reason) {
    return ReadFailure{fmt::format("{}: {}", named.string(), reason)};
  };
  const auto text = read_text(named);
  if (const auto* reason = std::get_if<ReadFailure>(&text)) return failure(reason->reason);
  auto record = read_json(std::get<std::string>(text));
  if (const auto* reason = std::get_if<ReadFailure>(&record)) return failure(reason->reason);
  return record;
}

}  // namespace reports
