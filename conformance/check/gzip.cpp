#include "check/gzip.h"

#include <zlib.h>

#include <array>

namespace cts {
namespace {

class Inflater {
 public:
  Inflater() {
    constexpr int gzip_only = 16 + MAX_WBITS;
    ready_ = inflateInit2(&stream_, gzip_only) == Z_OK;
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  bool ready() const { return ready_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

std::optional<std::string> gunzipped(std::string_view octets, std::size_t most) {
  Inflater inflater;
  if (!inflater.ready() || octets.empty()) return std::nullopt;
  std::string given(octets);  // zlib takes no pointer to const
  z_stream& stream = inflater.stream();
  stream.next_in = reinterpret_cast<Bytef*>(given.data());
  stream.avail_in = static_cast<uInt>(given.size());
  std::string text;
  std::array<char, 65536> piece;
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    text.append(piece.data(), piece.size() - stream.avail_out);
    if (text.size() > most) return std::nullopt;
    if (status == Z_STREAM_END) {
      if (stream.avail_in == 0) return text;
      if (inflateReset(&stream) != Z_OK) return std::nullopt;
    } else if (status != Z_OK) {
      return std::nullopt;
    }
  }
}

}  // namespace cts
