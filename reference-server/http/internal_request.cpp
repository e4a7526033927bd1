#include "http/internal_request.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "http/text.h"

namespace refd::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t stretch_octets = 65'536;

// What a request says of its own body and of what the visitor has already.
constexpr std::array withheld_fields = {
    "Content-Length",    "Content-Type", "Content-Encoding",
    "Transfer-Encoding", "Expect",       "Range",
    "If-Range",          "If-Match",     "If-Modified-Since",
    "If-None-Match",     "Trailer",      "If-Unmodified-Since",
};

bool is_withheld(std::string_view name) {
  return std::any_of(withheld_fields.begin(), withheld_fields.end(),
                     [name](std::string_view withheld) { return equals_ignoring_case(withheld, name); });
}

class NoBody final : public BodySource {
 public:
  asio::awaitable<Result<std::string_view>> next() override { co_return std::string_view(); }
};

FileFacts facts_of(const struct stat& status) {
  FileFacts facts;
  facts.kind = FileKind::regular;
  facts.size = static_cast<std::uint64_t>(status.st_size);
  facts.mode = status.st_mode & 07777U;
  facts.modified = Clock::time_point(std::chrono::duration_cast<Clock::time_point::duration>(
      std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec)));
  facts.inode = status.st_ino;
  facts.links = status.st_nlink;
  return facts;
}

asio::awaitable<Result<void>> write_file(int file, std::uint64_t offset, std::uint64_t length,
                                         AnswerSink& answer) {
  std::string stretch;
  while (length > 0) {
    stretch.resize(std::min<std::uint64_t>(length, stretch_octets));
    const auto octets = ::pread(file, stretch.data(), stretch.size(), static_cast<off_t>(offset));
    if (octets < 0 && errno == EINTR) continue;
    if (octets < 0) co_return last_system_error();
    if (octets == 0) co_return system_error(EPIPE);  // it became shorter
    stretch.resize(static_cast<std::size_t>(octets));
    if (const auto written = co_await answer.write(stretch); !written) co_return written;
    offset += stretch.size();
    length -= stretch.size();
  }
  co_return Result<void>();
}

asio::awaitable<Result<void>> write_answer(const Answer& whole, AnswerSink& answer) {
  if (const auto begun = co_await answer.begin(whole.head, whole.declared_length); !begun) co_return begun;
  for (const auto& piece : whole.body) {
    if (!piece.text.empty()) {
      if (const auto written = co_await answer.write(piece.text); !written) co_return written;
    }
    const auto written = co_await write_file(whole.file.get(), piece.offset, piece.length, answer);
    if (!written) co_return written;
  }
  co_return Result<void>();
}

}  // namespace

RequestHead RoutedRequest::head_like(const RequestHead& other, std::string_view target) {
  RequestHead head = other;
  head.method = Method::get;
  head.method_name = "GET";
  head.target = target;
  ++head.depth;
  head.has_body = false;
  head.content_length.reset();
  head.fields.erase(std::remove_if(head.fields.begin(), head.fields.end(),
                                   [](const HeaderField& field) { return is_withheld(field.name); }),
                    head.fields.end());
  return head;
}

RoutedRequest::RoutedRequest(const Router& router, FileTree& tree, const ResolvedRequest& from,
                             std::string target)
    : tree_(tree),
      target_(std::move(target)),
      head_(head_like(from.head, target_)),
      route_(target_.empty() ? Router::Route(error_answer(403)) : router.route(head_, from.ends)) {}

unsigned RoutedRequest::status() const {
  const auto* answer = std::get_if<Answer>(&route_);
  if (answer == nullptr || answer->file) return 200;
  // A page of our own is no document, whatever status a policy gives it.
  return answer->head.status < 300 ? 404 : answer->head.status;
}

Result<FileFacts> RoutedRequest::facts() const {
  if (const auto* handed = std::get_if<HandedOver>(&route_)) {
    if (handed->request.document.is_root()) return system_error(ENOENT);
    return tree_.facts(handed->request.document, Reader::visitor);
  }
  const auto& answer = std::get<Answer>(route_);
  if (answer.head.status != 200 || !answer.file) return system_error(ENOENT);
  struct stat status {};
  if (::fstat(answer.file.get(), &status) != 0) return last_system_error();
  return facts_of(status);
}

const ResolvedRequest* RoutedRequest::resolved_for(const ContentHandler& handler) const {
  const auto* handed = std::get_if<HandedOver>(&route_);
  return handed != nullptr && handed->handler == &handler ? &handed->request : nullptr;
}

asio::awaitable<Result<void>> RoutedRequest::run(AnswerSink& answer) {
  auto* handed = std::get_if<HandedOver>(&route_);
  if (handed == nullptr) co_return co_await write_answer(std::get<Answer>(route_), answer);
  NoBody body;
  co_await handed->handler->respond(handed->request, body, answer);
  co_return Result<void>();
}

}  // namespace refd::http
