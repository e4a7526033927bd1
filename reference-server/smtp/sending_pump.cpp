#include "smtp/sending_pump.h"

#include <memory>

#include <fmt/format.h>

#include "mail/dot_stuffing.h"
#include "net/connector.h"
#include "net/tcp_line_stream.h"
#include "smtp/wire_lines.h"

namespace refd::smtp {

namespace asio = boost::asio;

namespace {

// RFC 5321 section 4.5.3.2.
constexpr auto reply_time = std::chrono::minutes(5);
constexpr auto piece_time = std::chrono::minutes(3);
constexpr auto final_time = std::chrono::minutes(10);
constexpr auto farewell_time = std::chrono::seconds(10);
constexpr std::size_t longest_line = 2048;

std::chrono::steady_clock::time_point in(std::chrono::seconds time) {
  return std::chrono::steady_clock::now() + time;
}

asio::awaitable<Result<RemoteReply>> read_reply(net::LineStream& stream, std::chrono::seconds patience) {
  ReplyReader reader;
  const auto deadline = in(patience);
  for (;;) {
    const auto line = co_await stream.read_line(longest_line, deadline);
    if (!line) co_return line.error();
    const auto progress = line->too_long ? ReplyReader::Progress::malformed : reader.add(line->text);
    if (progress == ReplyReader::Progress::malformed) co_return system_error(EPROTO);
    if (progress == ReplyReader::Progress::whole) co_return reader.take();
  }
}

// A message that cannot be read to its end is not ended on the wire either: nobody takes the part for the
// whole.
asio::awaitable<Result<void>> send_content(net::LineStream& stream, ByteSource& content) {
  WireLines lines;
  DotStuffing stuffing;
  for (;;) {
    const auto piece = content.next();
    if (!piece) co_return piece.error();
    if (piece->empty()) break;
    const auto sent = co_await stream.write(stuffing.add(lines.add(*piece)), in(piece_time));
    if (!sent) co_return sent.error();
  }
  std::string end(stuffing.add(lines.finish()));
  end += stuffing.finish();
  co_return co_await stream.write(end, in(piece_time));
}

asio::awaitable<Result<void>> converse(net::LineStream& stream, SendingSession& session,
                                       ByteSource& content) {
  using Next = SendingSession::Next;
  SendingSession::Step step;
  while (step.next != Next::nothing) {
    if (!step.text.empty()) {
      if (const auto sent = co_await stream.write(step.text, in(reply_time)); !sent) co_return sent.error();
    }
    if (step.next == Next::content) {
      if (const auto sent = co_await send_content(stream, content); !sent) co_return sent.error();
    }
    const auto patience = session.has_concluded()      ? std::chrono::seconds(farewell_time)
                          : step.next == Next::content ? std::chrono::seconds(final_time)
                                                       : std::chrono::seconds(reply_time);
    const auto reply = co_await read_reply(stream, patience);
    if (!reply) co_return reply.error();
    step = session.on_reply(*reply);
  }
  co_return Result<void>();
}

// A connection to the first hop that answers; none, and why.
struct Connection {
  std::string remote;
  std::string why;
  std::unique_ptr<net::TcpLineStream> stream;
};

asio::awaitable<Connection> connect_to_first(const std::vector<NextHop>& hops,
                                             std::chrono::seconds connect_time) {
  Connection connection{.remote = "", .why = "No server is known", .stream = nullptr};
  for (const auto& hop : hops) {
    connection.remote = hop.name;
    auto socket = co_await net::connect(hop.address, hop.port, in(connect_time));
    if (socket) {
      connection.stream = std::make_unique<net::TcpLineStream>(std::move(*socket));
      break;
    }
    connection.why =
        fmt::format("No connection to {} port {}: {}", hop.address, hop.port, socket.error().message());
    if (socket.error() == asio::error::operation_aborted) break;
  }
  co_return connection;
}

}  // namespace

asio::awaitable<std::vector<Outcome>> send_message(std::vector<NextHop> hops, SendingSession::Task task,
                                                   ByteSource& content, std::chrono::seconds connect_time) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto connection = co_await connect_to_first(hops, connect_time);
  task.remote = connection.remote;
  SendingSession session(std::move(task));
  if (!connection.stream) {
    session.on_failure(connection.why);
    co_return session.outcomes();
  }
  const auto conversed = co_await converse(*connection.stream, session, content);
  if (!conversed)
    session.on_failure(
        fmt::format("The connection to {} ended early: {}", connection.remote, conversed.error().message()));
  connection.stream->close();
  co_return session.outcomes();
}

}  // namespace refd::smtp
