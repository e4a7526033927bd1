#include "client/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <new>
#include <ostream>
#include <stdexcept>

#include "client/dialer.h"
#include "client/http_exchange.h"
#include "client/repeat.h"
#include "client/socket.h"

namespace cts {
namespace {

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

void append(HeaderList& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

// A header as curl wants it: an empty value is said by a semicolon.
std::string header_line(const std::string& name, const std::string& value) {
  std::string line = name;
  line += value.empty() ? ";" : ": ";
  line += value;
  return line;
}

HeaderList header_list(const HttpRequest& request) {
  HeaderList list;
  const auto given = [&](std::string_view name) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [&](const auto& header) { return same_header_name(header.first, name); });
  };
  if (!request.host.empty() && !given("Host")) append(list, "Host: " + request.host);
  // libcurl would add these by itself.
  for (const char* const name : {"Expect", "Content-Type"})
    if (!given(name)) append(list, std::string(name) + ":");
  for (const auto& [name, value] : request.headers) append(list, header_line(name, value));
  return list;
}

bool plain_target(std::string_view target) {
  return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                  std::string_view("-._~:/?@!$&()*+,;=%").find(c) != std::string_view::npos;
         });
}

int prepare_socket(void*, curl_socket_t descriptor, curlsocktype) {
  spare_ports(descriptor);
  return CURL_SOCKOPT_OK;
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
    append(connect_to_list, dial.host + (dial.tls ? ":443:" : ":80:") + bracketed(dial.address) + ":" +
                                std::to_string(dial.port));
  }

  const char* scheme() const { return dial.tls ? "https://" : "http://"; }
  static std::string bracketed(const std::string& address) {
    return address.find(':') == std::string::npos ? address : "[" + address + "]";
  }

  void prepare(const HttpRequest& request, const HeaderList& headers, HttpExchange& exchange);
  void set_way();
  void set_method(const HttpRequest& request);
  CURLcode perform(const HttpExchange& exchange, bool has_body, std::string& problem);
  std::string overdue(const HttpExchange& exchange, bool has_body, Deadline start) const;
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
  set_option(handle, CURLOPT_SOCKOPTFUNCTION, &prepare_socket);
  set_option(handle, CURLOPT_CONNECT_TO, connect_to_list.get());
  const std::string from = "host!" + dial.bind_address;
  if (!dial.bind_address.empty()) set_option(handle, CURLOPT_INTERFACE, from.c_str());
  // Set in any case: the proxies of the environment are not the target's business.
  std::string proxy = dial.proxy;
  if (proxy.starts_with("socks5://")) proxy.insert(6, "h");
  set_option(handle, CURLOPT_PROXY, proxy.c_str());
  set_option(handle, CURLOPT_NOPROXY, "");
  set_option(handle, CURLOPT_HTTPPROXYTUNNEL, 1L);
  set_option(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set_option(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(deadlines.connect.count()));
}

void HttpClient::Impl::set_method(const HttpRequest& request) {
  CURL* const handle = easy.get();
  if (request.method == "HEAD") {
    set_option(handle, CURLOPT_NOBODY, 1L);
  } else if (request.method == "POST" || !request.body.empty()) {
    set_option(handle, CURLOPT_POST, 1L);
    set_option(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set_option(handle, CURLOPT_POSTFIELDS, request.body.data());
  }
  if (request.method != "GET" || !request.body.empty())
    set_option(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void HttpClient::Impl::prepare(const HttpRequest& request, const HeaderList& headers,
                               HttpExchange& exchange) {
  CURL* const handle = easy.get();
  curl_easy_reset(handle);
  detail.fill('\0');
  set_option(handle, CURLOPT_ERRORBUFFER, detail.data());
  set_option(handle, CURLOPT_URL, (std::string(scheme()) + dial.host + "/").c_str());
  set_option(handle, CURLOPT_REQUEST_TARGET, request.target.c_str());
  set_option(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set_option(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set_option(handle, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  set_option(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set_option(handle, CURLOPT_NOSIGNAL, 1L);
  set_option(handle, CURLOPT_USERAGENT, user_agent.c_str());
  if (headers) set_option(handle, CURLOPT_HTTPHEADER, headers.get());
  set_option(handle, CURLOPT_BUFFERSIZE, 256L << 10);
  exchange.attach(handle);
  set_way();
  set_method(request);
}

// Why the request has taken too long; empty when it has not.
std::string HttpClient::Impl::overdue(const HttpExchange& exchange, bool has_body, Deadline start) const {
  const Deadline now = std::chrono::steady_clock::now();
  if (now > start + deadlines.connect + deadlines.transfer)
    return "not over within " + text_of(deadlines.transfer) + " (" + std::to_string(exchange.body_octets()) +
           " octets so far)";
  // A large body may take as long as any transfer before the target can answer.
  const auto patience = has_body ? deadlines.transfer : deadlines.reply;
  if (exchange.sent_at() != no_wait && !exchange.head_done() && now > exchange.sent_at() + patience)
    return "no answer within " + text_of(patience);
  return {};
}

CURLcode HttpClient::Impl::perform(const HttpExchange& exchange, bool has_body, std::string& problem) {
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
  for (const auto& [name, value] : request.headers) out += " -H " + shell_quoted(header_line(name, value));
  if (request.body.size() > 2000)
    out += " --data-binary @BODY";
  else if (!request.body.empty())
    out += " --data-binary " + shell_quoted(request.body);
  if (plain_target(request.target)) return out + " '" + scheme() + dial.host + request.target + "'";
  return out + " --request-target " + shell_quoted(request.target) + " '" + scheme() + dial.host + "/'";
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
  HttpExchange exchange(impl_->transcript, impl_->channel, request.take_at_most);
  impl_->prepare(request, headers, exchange);
  std::string late;
  const CURLcode code = impl_->perform(exchange, !request.body.empty(), late);
  impl_->tell_connection();
  impl_->transcript.sent(impl_->channel, request.body);
  return exchange.finish(impl_->easy.get(), code, late, impl_->detail.data());
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
    if (same_header_name(key, name)) return value;
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
