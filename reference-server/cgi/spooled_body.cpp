#include "cgi/spooled_body.h"

#include <unistd.h>

#include <algorithm>

#include <fcntl.h>

namespace refd::cgi {

namespace asio = boost::asio;

namespace {

constexpr std::size_t piece_octets = 65'536;

}  // namespace

Result<void> SpooledBody::append(std::string_view octets) {
  while (!octets.empty()) {
    const auto written = ::write(file_.get(), octets.data(), octets.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return last_system_error();
    octets.remove_prefix(static_cast<std::size_t>(written));
    octets_ += static_cast<std::uint64_t>(written);
  }
  return {};
}

asio::awaitable<Result<std::unique_ptr<SpooledBody>>> SpooledBody::read(http::BodySource& body,
                                                                        const std::string& directory,
                                                                        std::uint64_t most_octets) {
  UniqueFd file(::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!file) co_return last_system_error();
  auto spooled = std::make_unique<SpooledBody>(std::move(file));
  for (;;) {
    const auto piece = co_await body.next();
    if (!piece) co_return piece.error();
    if (piece->empty()) co_return std::move(spooled);
    if (piece->size() > most_octets - spooled->octets_) co_return system_error(EMSGSIZE);
    if (const auto appended = spooled->append(*piece); !appended) co_return appended.error();
  }
}

asio::awaitable<Result<std::string_view>> SpooledBody::next() {
  piece_.resize(std::min<std::uint64_t>(piece_octets, octets_ - given_));
  if (piece_.empty()) co_return std::string_view();
  const auto octets = ::pread(file_.get(), piece_.data(), piece_.size(), static_cast<off_t>(given_));
  if (octets <= 0) co_return octets < 0 ? last_system_error() : system_error(EIO);
  given_ += static_cast<std::uint64_t>(octets);
  co_return std::string_view(piece_).substr(0, static_cast<std::size_t>(octets));
}

}  // namespace refd::cgi
