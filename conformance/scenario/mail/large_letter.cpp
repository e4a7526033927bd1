#include "scenario/mail/large_letter.h"

#include <stdexcept>

#include "client/text_source.h"
#include "scenario/octets.h"

namespace cts {
namespace {

constexpr std::string_view boundary = "=_conformance_part";
constexpr std::uint64_t octets_a_line = 57;
constexpr std::uint64_t line_octets = 78;

std::uint64_t octets_in_lines(std::uint64_t octets) {
  const std::uint64_t rest = octets % octets_a_line;
  return octets / octets_a_line * line_octets + (rest == 0 ? 0 : (rest + 2) / 3 * 4 + 2);
}

/// A text, noise in lines of base64, and another text.
class LetterSource : public OctetSource {
 public:
  struct Parts {
    std::string head;
    std::uint64_t noise_octets = 0;
    std::uint64_t seed = 0;
    std::string end;
  };
  explicit LetterSource(const Parts& parts)
      : head_(parts.head), noise_(parts.noise_octets, parts.seed), end_(parts.end) {}

  std::uint64_t size() const override { return head_.size() + octets_in_lines(noise_.size()) + end_.size(); }
  std::string_view next() override {
    if (const std::string_view piece = head_.next(); !piece.empty()) return piece;
    lines_ = base64_lines(noise_.next());
    return lines_.empty() ? end_.next() : lines_;
  }

 private:
  TextSource head_;
  NoiseSource noise_;
  TextSource end_;
  std::string lines_;
};

LargeLetter letter_of(std::string_view mark, const LetterSource::Parts& parts) {
  return {.mark = std::string(mark), .octets = LetterSource(parts).size(), .text = [parts] {
            return std::make_unique<LetterSource>(parts);
          }};
}

}  // namespace

LargeLetter write_letter_of(std::string_view mark, const std::string& from, const std::string& to,
                            std::uint64_t octets) {
  LetterSource::Parts parts{.head = write_letter(mark, {.from = from, .to = to, .body = ""}).octets,
                            .seed = octets};
  if (octets < parts.head.size() + 2) throw std::invalid_argument("a letter has a header");
  // One last line, whose length fits; a line has at least its end.
  const std::uint64_t body = octets - parts.head.size() - 2;
  parts.noise_octets = body / line_octets * octets_a_line;
  parts.end = std::string(static_cast<std::size_t>(body % line_octets), 'x') + "\r\n";
  return letter_of(mark, parts);
}

LargeLetter write_letter_with_file(std::string_view mark, const std::string& from, const std::string& to,
                                   std::uint64_t octets, std::uint64_t seed) {
  const std::string edge = "--" + std::string(boundary);
  const LetterText text{
      .from = from,
      .to = to,
      .subject = "With a file",
      .body = edge + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nHere it is.\r\n" + edge +
              "\r\nContent-Type: application/octet-stream; name=\"data.bin\"\r\n"
              "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; "
              "filename=\"data.bin\"\r\n\r\n",
      .fields = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" + std::string(boundary) +
                "\"\r\n"};
  LargeLetter letter = letter_of(mark, {.head = write_letter(mark, text).octets,
                                        .noise_octets = octets,
                                        .seed = seed,
                                        .end = edge + "--\r\n"});
  letter.file = [octets, seed] {
    return std::make_unique<NoiseSource>(octets, seed);
  };
  return letter;
}

Letter whole(const LargeLetter& letter) {
  return {.mark = letter.mark, .octets = held(*letter.text())};
}

}  // namespace cts
