#include "ftp/ascii_flow.h"

#include <sys/mman.h>
#include <unistd.h>

#include <gmock/gmock.h>

namespace refd {
namespace {

std::string sent(const std::string& content) {
  UniqueFd file(::memfd_create("content", MFD_CLOEXEC));
  EXPECT_EQ(::write(file.get(), content.data(), content.size()), static_cast<ssize_t>(content.size()));
  ::lseek(file.get(), 0, SEEK_SET);
  AsciiFileSource source(std::move(file));
  std::string out;
  for (;;) {
    const auto piece = source.next();
    if (!piece || piece->empty()) return out;
    out += *piece;
  }
}

class Collector final : public ByteSink {
 public:
  Result<void> write(std::span<const char> octets) override {
    text.append(octets.data(), octets.size());
    return {};
  }
  std::string text;
};

std::string received(const std::vector<std::string>& pieces) {
  Collector collector;
  AsciiSink sink(collector);
  for (const auto& piece : pieces) EXPECT_TRUE(sink.write(piece));
  EXPECT_TRUE(sink.finish());
  return collector.text;
}

TEST(AsciiFlow, LineEndsOnTheWayOut) {
  EXPECT_EQ(sent("a\nb\r\nc\rd\n\n"), "a\r\nb\r\nc\rd\r\n\r\n");
  EXPECT_EQ(sent(""), "");
  const std::string border(64 * 1024 - 1, 'x');
  EXPECT_EQ(sent(border + "\r\n"), border + "\r\n") << "CR and LF in different pieces";
}

TEST(AsciiFlow, LineEndsOnTheWayIn) {
  EXPECT_EQ(received({"a\r\nb\nc\rd\r\r\n"}), "a\nb\nc\rd\r\n");
  EXPECT_EQ(received({"a\r", "\nb\r", "c\r"}), "a\nb\rc\r");
}

}  // namespace
}  // namespace refd
