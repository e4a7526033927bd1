#include "http/log_archive.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/unique_fd.h"
#include "http/text.h"

namespace refd::http {
namespace {

namespace fs = std::filesystem;

// In the spool: "<number>.log" is a log as it was taken away, "<number>.gz" the same compressed and complete,
// "<number>.part" one being compressed.
constexpr std::string_view raw_ending = ".log";
constexpr std::string_view done_ending = ".gz";
constexpr std::string_view partial_ending = ".part";

Result<void> rename_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return last_system_error();
  return {};
}

Result<void> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return last_system_error();
  return {};
}

bool exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

struct GzipCloser {
  void operator()(gzFile file) const { ::gzclose(file); }
};
using GzipWriter = std::unique_ptr<gzFile_s, GzipCloser>;

Result<void> compress_into(const UniqueFd& source, gzFile target) {
  std::array<char, 65'536> buffer;
  while (true) {
    const auto got = ::read(source.get(), buffer.data(), buffer.size());
    if (got < 0) return last_system_error();
    if (got == 0) return {};
    if (::gzwrite(target, buffer.data(), static_cast<unsigned>(got)) != got) {
      int status = Z_OK;
      ::gzerror(target, &status);
      return status == Z_ERRNO ? last_system_error() : system_error(EIO);
    }
  }
}

// Of those that set_aside() gives; whatever else lies there is nobody's log.
bool is_number(std::string_view stem) {
  constexpr std::size_t most_digits = 18;
  return !stem.empty() && stem.size() <= most_digits && std::all_of(stem.begin(), stem.end(), is_digit);
}

// Numbers of the logs in the spool, oldest first, without their endings; each once.
std::vector<std::string> spooled(const std::string& spool) {
  std::vector<std::string> stems;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(spool, ignored)) {
    const auto ending = entry.path().extension().string();
    auto stem = entry.path().stem().string();
    if ((ending == raw_ending || ending == done_ending) && is_number(stem)) stems.push_back(std::move(stem));
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  return stems;
}

}  // namespace

Result<void> gzip_file(const std::string& source, const std::string& target) {
  const UniqueFd in(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in) return last_system_error();
  const UniqueFd out(::open(target.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!out) return last_system_error();
  // gzclose closes the descriptor it was given; the other one is kept for fsync.
  GzipWriter writer(::gzdopen(::dup(out.get()), "wb6"));
  if (!writer) return system_error(ENOMEM);
  if (auto written = compress_into(in, writer.get()); !written) return written;
  if (::gzclose(writer.release()) != Z_OK) return system_error(EIO);
  if (::fsync(out.get()) != 0) return last_system_error();
  return {};
}

std::string LogArchive::generation(unsigned number) const {
  return fmt::format("{}.{}.gz", places_.log, number);
}

std::uint64_t LogArchive::log_octets() const {
  struct stat facts {};
  return ::stat(places_.log.c_str(), &facts) == 0 ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

Result<void> LogArchive::set_aside() {
  if (!exists(places_.log)) return {};
  const auto former = spooled(places_.spool);
  const auto next = former.empty() ? 1UL : std::stoul(former.back()) + 1;
  return rename_file(places_.log, fmt::format("{}/{:08}{}", places_.spool, next, raw_ending));
}

Result<void> LogArchive::compress_spool(unsigned generations) {
  for (const auto& stem : spooled(places_.spool)) {
    const auto base = places_.spool + "/" + stem;
    const auto raw = base + std::string(raw_ending);
    const auto done = base + std::string(done_ending);
    const auto partial = base + std::string(partial_ending);
    // Once the complete one stands beside the raw one, only the complete one counts.
    if (!exists(done)) {
      if (auto compressed = gzip_file(raw, partial); !compressed) return compressed;
      if (auto named = rename_file(partial, done); !named) return named;
    }
    if (auto gone = remove_file(raw); !gone) return gone;
    if (auto room = make_room(generations); !room) return room;
    if (auto filed = rename_file(done, generation(1)); !filed) return filed;
  }
  return {};
}

Result<void> LogArchive::remove_all() {
  if (auto gone = remove_file(places_.log); !gone) return gone;
  for (unsigned number = 1; exists(generation(number)); ++number) {
    if (auto gone = remove_file(generation(number)); !gone) return gone;
  }
  for (const auto& stem : spooled(places_.spool)) {
    for (const auto ending : {raw_ending, done_ending}) {
      if (auto gone = remove_file(fmt::format("{}/{}{}", places_.spool, stem, ending)); !gone) return gone;
    }
  }
  return {};
}

// Frees the name of generation 1. A gap that an interrupted call left is filled first, so that going on after
// a crash moves nothing twice.
Result<void> LogArchive::make_room(unsigned generations) {
  // More than are kept can be there when more were kept before.
  for (unsigned number = generations + 1; exists(generation(number)); ++number) {
    if (auto gone = remove_file(generation(number)); !gone) return gone;
  }
  unsigned gap = 1;
  while (gap <= generations && exists(generation(gap))) ++gap;
  if (gap > generations) {
    gap = generations;
    if (auto gone = remove_file(generation(gap)); !gone) return gone;
  }
  for (; gap > 1; --gap) {
    if (auto moved = rename_file(generation(gap - 1), generation(gap)); !moved) return moved;
  }
  return {};
}

}  // namespace refd::http
