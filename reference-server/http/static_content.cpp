#include "http/static_content.h"

#include <sys/stat.h>

#include <cstdio>

#include "http/byte_ranges.h"
#include "http/conditions.h"
#include "http/content_types.h"
#include "http/http_date.h"
#include "http/request_target.h"
#include "http/text.h"

namespace refd::http {

namespace {

std::string content_range(const ByteRange& range, std::uint64_t size) {
  return "bytes " + std::to_string(range.first) + "-" + std::to_string(range.first + range.length - 1) + "/" +
         std::to_string(size);
}

void add_validators(AnswerHead& head, const Validators& validators) {
  head.add("Last-Modified", http_date(validators.last_modified));
  head.add("ETag", validators.etag);
}

Answer unsatisfiable(std::uint64_t size) {
  auto answer = error_answer(416);
  answer.head.add("Content-Range", "bytes */" + std::to_string(size));
  return answer;
}

// RFC 9110 section 14.6. The boundary is made of the validators: it is in no file except on purpose, and then
// the lengths still tell the parts.
void make_multipart(Answer& answer, const std::vector<ByteRange>& ranges, std::string_view type,
                    const Validators& validators, std::uint64_t size) {
  auto boundary = "part-" + validators.etag.substr(1, validators.etag.size() - 2);
  answer.head.add("Content-Type", "multipart/byteranges; boundary=" + boundary);
  for (const auto& range : ranges) {
    BodyPiece piece{"\r\n--" + boundary + "\r\n", range.first, range.length};
    if (!type.empty()) piece.text.append("Content-Type: ").append(type).append("\r\n");
    piece.text.append("Content-Range: ").append(content_range(range, size)).append("\r\n\r\n");
    answer.declared_length += piece.text.size() + piece.length;
    answer.body.push_back(std::move(piece));
  }
  answer.body.push_back({"\r\n--" + boundary + "--\r\n", 0, 0});
  answer.declared_length += answer.body.back().text.size();
}

void make_partial(Answer& answer, const std::vector<ByteRange>& ranges, std::string_view type,
                  const Validators& validators, std::uint64_t size) {
  if (ranges.size() > 1) {
    make_multipart(answer, ranges, type, validators, size);
    return;
  }
  const auto& range = ranges.front();
  if (!type.empty()) answer.head.add("Content-Type", type);
  answer.head.add("Content-Range", content_range(range, size));
  answer.body.push_back({{}, range.first, range.length});
  answer.declared_length = range.length;
}

// Each stretch one octet further on, or back where the file ends.
void misplace(std::vector<BodyPiece>& body, std::uint64_t size) {
  for (auto& piece : body) {
    if (piece.offset + piece.length < size) {
      ++piece.offset;
    } else if (piece.offset > 0) {
      --piece.offset;
    }
  }
}

Condition condition_of(const RequestHead& request, const Validators& validators, const HttpPolicy& policy) {
  if (!policy.compares_validators && (request.field("If-None-Match") || request.field("If-Modified-Since"))) {
    return Condition::not_modified;
  }
  return evaluate_conditions(request, validators);
}

}  // namespace

Answer serve_file(const RequestHead& request, std::string_view name, UniqueFd file, const HttpPolicy& policy,
                  Clock::time_point now) {
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) return error_answer(503);
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  const auto modified =
      std::chrono::seconds(facts.st_mtim.tv_sec) + std::chrono::nanoseconds(facts.st_mtim.tv_nsec);
  const auto validators = validators_of(facts.st_ino, size, modified, now);

  Answer answer;
  add_validators(answer.head, validators);
  const auto condition = condition_of(request, validators, policy);
  if (condition == Condition::failed) return error_answer(412);
  if (condition == Condition::not_modified) {
    answer.head.status = 304;
    return answer;
  }
  answer.head.add("Accept-Ranges", "bytes");

  RangeRequest wanted;
  const auto range = request.field("Range");
  if (range && request.method == Method::get && request.count("Range") == 1 &&
      range_applies(request, validators)) {
    wanted = understand_range(*range, size);
  }
  if (wanted.kind == RangeRequest::Kind::unsatisfiable) return unsatisfiable(size);

  const auto type = content_type_of(name);
  answer.file = std::move(file);
  if (wanted.kind == RangeRequest::Kind::parts) {
    answer.head.status = 206;
    make_partial(answer, wanted.ranges, type, validators, size);
    if (!policy.ranges_are_exact) misplace(answer.body, size);
    return answer;
  }
  if (!type.empty()) answer.head.add("Content-Type", type);
  answer.body.push_back({{}, 0, size});
  answer.declared_length = size;
  return answer;
}

Answer serve_listing(std::string_view url, const std::vector<DirectoryEntry>& entries) {
  const auto title = "Index of " + html_escaped(url);
  std::string page = "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head>\n<body><h1>" + title +
                     "</h1>\n<ul>\n";
  for (const auto& entry : entries) {
    if (entry.name.starts_with('.')) continue;
    const auto name = entry.name + (entry.facts.kind == FileKind::directory ? "/" : "");
    page +=
        "<li><a href=\"./" + html_escaped(encoded_path(name)) + "\">" + html_escaped(name) + "</a></li>\n";
  }
  return Answer::of_text(200, "text/html", page + "</ul></body></html>\n");
}

}  // namespace refd::http
