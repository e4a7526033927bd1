#include "http/request_parser.h"

#include <optional>

#include <boost/beast/http/basic_parser.hpp>

#include "http/text.h"

namespace refd::http {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;

// Beast's parser with the fields kept as views instead of a map of copies.
class RequestParser::Engine {
 public:
  class Reader final : public beast_http::basic_parser<true> {
   public:
    Reader(RequestHead& head, std::size_t most_fields) : head_(head), most_fields_(most_fields) {}
    std::string_view piece;

   private:
    using beast_view = boost::beast::string_view;
    static std::string_view view(beast_view text) { return {text.data(), text.size()}; }

    void on_request_impl(beast_http::verb, beast_view method, beast_view target, int, error_code&) override {
      head_.method_name = view(method);
      head_.target = view(target);
    }
    void on_response_impl(int, beast_view, int, error_code&) override {}
    void on_field_impl(beast_http::field, beast_view name, beast_view value, error_code& error) override {
      if (is_header_done()) return;  // a trailer of a chunked body: nobody asks for it
      if (head_.fields.size() == most_fields_) {
        error = beast_http::error::header_limit;
        return;
      }
      head_.fields.push_back({view(name), view(value)});
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(beast_view body, error_code&) override {
      piece = view(body);
      return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, beast_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast_view body, error_code&) override {
      piece = view(body);
      return body.size();
    }
    void on_finish_impl(error_code&) override {}

    RequestHead& head_;
    const std::size_t most_fields_;
  };

  std::optional<Reader> reader;
  /// The octets shown last were too few.
  bool awaits_more = false;
};

namespace {

// "… HTTP/2.0" is a version that is not spoken here; anything else in its place is no request line.
unsigned status_of_bad_version(std::string_view line) {
  const auto version = line.substr(line.rfind(' ') + 1);
  const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                           version[6] == '.' && is_digit(version[7]);
  return well_formed ? 505 : 400;
}

Refusal refusal_for(const error_code& error, std::string_view line) {
  if (error == beast_http::error::body_limit) return {413};
  if (error == beast_http::error::header_limit) return {431};
  if (error == beast_http::error::bad_version) return {status_of_bad_version(line)};
  return {400};
}

}  // namespace

RequestParser::RequestParser(Limits limits)
    : limits_(limits), scanner_(limits.head), engine_(std::make_unique<Engine>()) {}

RequestParser::~RequestParser() = default;

void RequestParser::reset() noexcept {
  engine_->reader.reset();
  engine_->awaits_more = false;
  scanner_.reset();
  auto fields = std::move(head_.fields);
  fields.clear();
  head_ = {};
  head_.fields = std::move(fields);  // keeps its room
}

Outcome<RequestParser::HeadStep> RequestParser::read_head(std::string_view buffered) {
  const auto extent = scanner_.scan(buffered);
  const auto& found = scanner_.extent();
  if (!extent || found.end == 0) {
    const auto line_end = found.line_end != 0 ? found.line_end : buffered.size();
    if (extent) return HeadStep{};
    storage_.assign(
        buffered.substr(found.begin, line_end - found.begin).substr(0, limits_.head.request_line_octets));
    head_.request_line = storage_;
    return extent.error();
  }
  storage_.assign(buffered.substr(found.begin, found.end - found.begin));
  head_.request_line = std::string_view(storage_).substr(0, found.line_end - found.begin);

  auto& reader = engine_->reader.emplace(head_, limits_.fields);
  reader.header_limit(static_cast<std::uint32_t>(storage_.size() + 1));
  reader.body_limit(limits_.body_octets);
  error_code error;
  reader.put(boost::asio::buffer(storage_), error);
  if (error) return refusal_for(error, head_.request_line);
  if (!reader.is_header_done()) return Refusal{400};
  return understand(found.end);
}

Outcome<RequestParser::HeadStep> RequestParser::understand(std::size_t consumed) {
  auto& reader = *engine_->reader;
  head_.method = method_named(head_.method_name);
  head_.is_http_1_1 = head_.request_line.ends_with('1');
  head_.wants_keep_alive = reader.keep_alive();
  head_.has_body = !reader.is_done();
  if (const auto length = reader.content_length()) head_.content_length = *length;

  if (const auto coding = head_.field("Transfer-Encoding")) {
    // A coding in HTTP/1.0 has no agreed meaning (RFC 9112 section 6.1).
    if (!head_.is_http_1_1 || head_.content_length) return Refusal{400};
    if (!reader.chunked() || !equals_ignoring_case(*coding, "chunked")) return Refusal{501};
  }
  const auto expectation = head_.field("Expect");
  if (expectation && head_.is_http_1_1 && !equals_ignoring_case(*expectation, "100-continue"))
    return Refusal{417};
  return HeadStep{consumed};
}

Outcome<RequestParser::BodyStep> RequestParser::read_body(std::string_view buffered) {
  auto& reader = *engine_->reader;
  BodyStep step;
  // A body whose first chunk is the last takes five octets to its end. Beast, once it has seen that, may not
  // be shown fewer: where its assertions are compiled in, it aborts.
  constexpr std::size_t shortest_last_chunk = 5;
  const bool begins_last_chunk = engine_->awaits_more && buffered.starts_with('0');
  if (buffered.empty() || (begins_last_chunk && buffered.size() < shortest_last_chunk)) {
    step.needs_more = true;
    return step;
  }
  reader.piece = {};
  error_code error;
  step.consumed = reader.put(boost::asio::buffer(buffered.data(), buffered.size()), error);
  step.piece = reader.piece;
  step.needs_more = error == beast_http::error::need_more;
  engine_->awaits_more = step.needs_more && step.consumed == 0;
  if (error && !step.needs_more) return refusal_for(error, head_.request_line);
  return step;
}

bool RequestParser::body_is_complete() const noexcept {
  return !engine_->reader || engine_->reader->is_done();
}

}  // namespace refd::http
