#include "client/http_client.h"

#include <curl/curl.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <new>
#include <ostream>
#include <stdexcept>

#include "client/dialer.h"
#include "client/repeat.h"
#include "client/socket.h"

namespace cts {
namespace {

constexpr std::size_t head_limit = 256u << 10;
constexpr std::size_t raw_limit = 64u << 20;
constexpr std::size_t shown_body = 200;

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiDeleter {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListDeleter>;

// Once for the process and never undone: the connections of other threads may be at work when one ends.
void initialise_curl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

void append(HeaderList& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

HeaderList header_list(const HttpRequest& request) {
  HeaderList list;
  const auto given = [&](std::string_view name) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [&](const auto& header) { return same_name(header.first, name); });
  };
  if (!request.host.empty() && !given("Host")) append(list, "Host: " + request.host);
  // libcurl would add these by itself.
  for (const char* const name : {"Expect", "Content-Type"})
    if (!given(name)) append(list, std::string(name) + ":");
  for (const auto& [name, value] : request.headers)
    append(list, value.empty() ? name + ";" : name + ": " + value);
  return list;
}

/// What arrives during one request.
struct Exchange {
  HttpReply reply;
  std::string head;  // of the present answer, status line included
  std::size_t limit = 0;
  std::size_t head_octets = 0;
  bool head_done = false;
  bool too_much = false;
  bool sent = false;
  Deadline sent_at{};
  Transcript* transcript = nullptr;
  std::string channel;

  void take_header_line(std::string_view line);
};

void Exchange::take_header_line(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    // A further head after a 1xx.
    reply.headers.clear();
    head.clear();
    head_done = false;
    const std::size_t code = line.find(' ');
    const std::size_t text = code == std::string_view::npos ? code : line.find(' ', code + 1);
    reply.reason = text == std::string_view::npos ? "" : std::string(line.substr(text + 1));
    while (reply.reason.ends_with('\n') || reply.reason.ends_with('\r')) reply.reason.pop_back();
  }
  head += line;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) {
    head_done = true;
    transcript->received(channel, head);
    head.clear();
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
  reply.headers.emplace_back(line.substr(0, colon), value);
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  exchange.head_octets += size * count;
  if (exchange.head_octets > head_limit) {
    exchange.reply.problem = "a head of more than " + std::to_string(head_limit) + " octets";
    return 0;
  }
  exchange.take_header_line({data, size * count});
  return size * count;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  const std::size_t octets = size * count;
  const std::size_t taken = std::min(octets, exchange.limit - exchange.reply.body.size());
  exchange.reply.body.append(data, taken);
  exchange.too_much = taken < octets;
  return taken;
}

int on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  if (type == CURLINFO_HEADER_OUT) {
    exchange.transcript->sent(exchange.channel, {data, size});
    exchange.sent = true;
    exchange.sent_at = std::chrono::steady_clock::now();
  }
  return 0;
}

std::string cut_off(CURL* easy, const Exchange& exchange) {
  curl_off_t expected = -1;
  curl_easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &expected);
  std::string text = "cut off after " + std::to_string(exchange.reply.body.size());
  if (expected >= 0) text += " of " + std::to_string(expected);
  return text + " octets";
}

std::string problem_of(CURLcode code, CURL* easy, const Exchange& exchange, const char* detail) {
  if (!exchange.reply.problem.empty()) return exchange.reply.problem;
  if (exchange.too_much) return "more than " + std::to_string(exchange.limit) + " octets";
  long system_error = 0;
  switch (code) {
    case CURLE_OK:
      return {};
    case CURLE_COULDNT_CONNECT:
      curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &system_error);
      return system_error == ECONNREFUSED ? "connection refused" : detail;
    case CURLE_PARTIAL_FILE:
      return cut_off(easy, exchange);
    case CURLE_GOT_NOTHING:
      return "closed by the target without an answer";
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return "the answer is not HTTP/1";
    case CURLE_RECV_ERROR:
      return exchange.head_done ? cut_off(easy, exchange) : "connection reset by the target";
    case CURLE_SEND_ERROR:
      return "the target took no request";
    default:
      return *detail != '\0' ? detail : curl_easy_strerror(code);
  }
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
}

bool plain_target(std::string_view target) {
  return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                  std::string_view("-._~:/?@!$&()*+,;=%").find(c) != std::string_view::npos;
         });
}

}  // namespace

struct HttpClient::Impl {
  Impl(const Dial& to, const Deadlines& limits, Transcript& where, std::string agent)
      : dial(to),
        deadlines(limits),
        transcript(where),
        user_agent(std::move(agent)),
        channel(where.channel("http")) {
    initialise_curl();
    easy.reset(curl_easy_init());
    multi.reset(curl_multi_init());
    if (!easy || !multi) throw std::bad_alloc();
    append(connect_to_list, dial.host + ":80:" + bracketed(dial.address) + ":" + std::to_string(dial.port));
  }

  static std::string bracketed(const std::string& address) {
    return address.find(':') == std::string::npos ? address : "[" + address + "]";
  }

  void prepare(const HttpRequest& request, const HeaderList& headers, Exchange& exchange);
  void set_way();
  void set_method(const HttpRequest& request);
  CURLcode perform(const Exchange& exchange, bool has_body, std::string& problem);
  std::string overdue(const Exchange& exchange, bool has_body, Deadline start) const;
  void tell_connection();
  std::string command_for(const HttpRequest& request) const;

  Dial dial;
  Deadlines deadlines;
  Transcript& transcript;
  std::string user_agent;
  std::string channel;
  HeaderList connect_to_list;
  std::unique_ptr<CURL, EasyDeleter> easy;
  std::unique_ptr<CURLM, MultiDeleter> multi;
  std::array<char, CURL_ERROR_SIZE> detail{};
  std::string repeat;
};

void HttpClient::Impl::set_way() {
  CURL* const handle = easy.get();
  set(handle, CURLOPT_CONNECT_TO, connect_to_list.get());
  const std::string from = "host!" + dial.bind_address;
  if (!dial.bind_address.empty()) set(handle, CURLOPT_INTERFACE, from.c_str());
  // Set in any case: the proxies of the environment are not the target's business.
  std::string proxy = dial.proxy;
  if (proxy.starts_with("socks5://")) proxy.insert(6, "h");
  set(handle, CURLOPT_PROXY, proxy.c_str());
  set(handle, CURLOPT_NOPROXY, "");
  set(handle, CURLOPT_HTTPPROXYTUNNEL, 1L);
  set(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(deadlines.connect.count()));
}

void HttpClient::Impl::set_method(const HttpRequest& request) {
  CURL* const handle = easy.get();
  if (request.method == "HEAD") {
    set(handle, CURLOPT_NOBODY, 1L);
  } else if (request.method == "POST" || !request.body.empty()) {
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(handle, CURLOPT_POSTFIELDS, request.body.data());
  }
  if (request.method != "GET" || !request.body.empty())
    set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void HttpClient::Impl::prepare(const HttpRequest& request, const HeaderList& headers, Exchange& exchange) {
  CURL* const handle = easy.get();
  curl_easy_reset(handle);
  detail.fill('\0');
  set(handle, CURLOPT_ERRORBUFFER, detail.data());
  set(handle, CURLOPT_URL, ("http://" + dial.host + "/").c_str());
  set(handle, CURLOPT_REQUEST_TARGET, request.target.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, "http");
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_USERAGENT, user_agent.c_str());
  if (headers) set(handle, CURLOPT_HTTPHEADER, headers.get());
  set(handle, CURLOPT_BUFFERSIZE, 256L << 10);
  set(handle, CURLOPT_HEADERFUNCTION, &on_header);
  set(handle, CURLOPT_HEADERDATA, &exchange);
  set(handle, CURLOPT_WRITEFUNCTION, &on_body);
  set(handle, CURLOPT_WRITEDATA, &exchange);
  set(handle, CURLOPT_VERBOSE, 1L);
  set(handle, CURLOPT_DEBUGFUNCTION, &on_debug);
  set(handle, CURLOPT_DEBUGDATA, &exchange);
  set_way();
  set_method(request);
}

// Why the request has taken too long; empty when it has not.
std::string HttpClient::Impl::overdue(const Exchange& exchange, bool has_body, Deadline start) const {
  const Deadline now = std::chrono::steady_clock::now();
  if (now > start + deadlines.connect + deadlines.transfer)
    return "not over within " + text_of(deadlines.transfer) + " (" +
           std::to_string(exchange.reply.body.size()) + " octets so far)";
  // A large body may take as long as any transfer before the target can answer.
  const auto patience = has_body ? deadlines.transfer : deadlines.reply;
  if (exchange.sent && !exchange.head_done && now > exchange.sent_at + patience)
    return "no answer within " + text_of(patience);
  return {};
}

CURLcode HttpClient::Impl::perform(const Exchange& exchange, bool has_body, std::string& problem) {
  const Deadline start = std::chrono::steady_clock::now();
  curl_multi_add_handle(multi.get(), easy.get());
  CURLcode result = CURLE_ABORTED_BY_CALLBACK;
  for (int running = 1; running > 0;) {
    if (curl_multi_perform(multi.get(), &running) != CURLM_OK) throw std::runtime_error("libcurl: perform");
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi.get(), &left))
      if (message->msg == CURLMSG_DONE) result = message->data.result;
    if (running == 0) break;
    problem = overdue(exchange, has_body, start);
    if (!problem.empty()) break;
    curl_multi_poll(multi.get(), nullptr, 0, 50, nullptr);
  }
  // Taken out while at work, the connection is closed; else it stays for the next request.
  curl_multi_remove_handle(multi.get(), easy.get());
  return result;
}

void HttpClient::Impl::tell_connection() {
  long fresh = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_NUM_CONNECTS, &fresh);
  if (fresh == 0) return;
  const char* local = nullptr;
  long port = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_LOCAL_IP, &local);
  curl_easy_getinfo(easy.get(), CURLINFO_LOCAL_PORT, &port);
  if (local != nullptr && *local != '\0')
    transcript.note(channel, "a new connection to " + text_of(dial) + ", local address " + local + ":" +
                                 std::to_string(port));
}

std::string HttpClient::Impl::command_for(const HttpRequest& request) const {
  std::string out =
      "curl -sv --path-as-is --connect-to " +
      shell_quoted(dial.host + ":80:" + bracketed(dial.address) + ":" + std::to_string(dial.port));
  if (!dial.bind_address.empty()) out += " --interface " + dial.bind_address;
  if (!dial.proxy.empty()) out += " --proxytunnel --proxy " + shell_quoted(dial.proxy);
  if (request.method == "HEAD")
    out += " --head";
  else if (request.method != "GET" || !request.body.empty())
    out += " -X " + shell_quoted(request.method);
  out += " -A " + shell_quoted(user_agent);
  if (!request.host.empty()) out += " -H " + shell_quoted("Host: " + request.host);
  for (const auto& [name, value] : request.headers)
    out += " -H " + shell_quoted(value.empty() ? name + ";" : name + ": " + value);
  if (request.body.size() > 2000)
    out += " --data-binary @BODY";
  else if (!request.body.empty())
    out += " --data-binary " + shell_quoted(request.body);
  if (plain_target(request.target)) return out + " 'http://" + dial.host + request.target + "'";
  return out + " --request-target " + shell_quoted(request.target) + " 'http://" + dial.host + "/'";
}

HttpClient::HttpClient(const Dial& dial, const Deadlines& deadlines, Transcript& transcript,
                       std::string user_agent)
    : impl_(std::make_unique<Impl>(dial, deadlines, transcript, std::move(user_agent))) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

HttpReply HttpClient::send(const HttpRequest& request) {
  impl_->repeat = impl_->transcript.masked(impl_->command_for(request));
  impl_->transcript.repeat_with(impl_->repeat);
  const HeaderList headers = header_list(request);
  Exchange exchange;
  exchange.limit = request.take_at_most;
  exchange.transcript = &impl_->transcript;
  exchange.channel = impl_->channel;
  impl_->prepare(request, headers, exchange);
  std::string late;
  const CURLcode code = impl_->perform(exchange, !request.body.empty(), late);

  HttpReply& reply = exchange.reply;
  reply.problem = late.empty() ? problem_of(code, impl_->easy.get(), exchange, impl_->detail.data()) : late;
  long status = 0;
  curl_easy_getinfo(impl_->easy.get(), CURLINFO_RESPONSE_CODE, &status);
  // The code of a 1xx is not an answer.
  reply.status = exchange.head_done && status >= 200 ? static_cast<int>(status) : 0;
  impl_->tell_connection();
  impl_->transcript.sent(impl_->channel, request.body);
  if (!exchange.head.empty()) impl_->transcript.received(impl_->channel, exchange.head);
  impl_->transcript.received(impl_->channel, reply.body);
  if (!reply.problem.empty()) impl_->transcript.note(impl_->channel, reply.problem);
  return std::move(reply);
}

HttpClient::Raw HttpClient::send_raw(std::string_view bytes) {
  Raw raw;
  Transcript& transcript = impl_->transcript;
  const std::string channel = transcript.channel("http-raw");
  Connection connection = connect_to(impl_->dial, deadline_in(impl_->deadlines.connect));
  if (!connection.socket.is_open()) {
    raw.problem = connection.problem;
    transcript.note(channel, text_of(impl_->dial) + ": " + raw.problem);
    return raw;
  }
  transcript.note(channel, "connected to " + text_of(impl_->dial));
  transcript.sent(channel, bytes);
  const Deadline deadline = deadline_in(impl_->deadlines.reply);
  // A target may answer and close before it has taken everything: what it said counts all the same.
  connection.socket.write_all(bytes, deadline);
  std::array<char, 16384> buffer{};
  Io io;
  while (io.state == Io::State::ok && raw.received.size() < raw_limit) {
    io = connection.socket.read_some(buffer, deadline);
    raw.received.append(buffer.data(), io.octets);
    if (std::chrono::steady_clock::now() > deadline) io.state = Io::State::timed_out;
  }
  raw.closed = io.state == Io::State::closed || io.state == Io::State::reset;
  if (io.state == Io::State::reset) raw.problem = "connection reset by the target";
  if (io.state == Io::State::timed_out && raw.received.empty())
    raw.problem = "no answer within " + text_of(impl_->deadlines.reply);
  if (raw.received.size() >= raw_limit) raw.problem = "more than " + std::to_string(raw_limit) + " octets";
  transcript.received(channel, raw.received);
  transcript.note(channel, raw.closed ? "closed by the target" : "closed by the client");
  return raw;
}

std::string HttpClient::repeat_command() const {
  return impl_->repeat;
}

std::optional<std::string> HttpReply::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (same_name(key, name)) return value;
  return std::nullopt;
}

void PrintTo(const HttpReply& reply, std::ostream* out) {
  if (reply.status == 0) {
    *out << "no answer: " << (reply.problem.empty() ? "none was asked for" : readable(reply.problem));
    return;
  }
  *out << reply.status << ' ' << readable(reply.reason.substr(0, 80));
  if (const auto type = reply.header("Content-Type")) *out << ", " << readable(type->substr(0, 80));
  *out << ", " << reply.body.size() << " octets";
  if (!reply.body.empty()) *out << ": " << readable(reply.body.substr(0, shown_body));
  if (!reply.problem.empty()) *out << ", " << readable(reply.problem);
}

}  // namespace cts
