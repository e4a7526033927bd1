#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "client/dial.h"
#include "client/socket.h"

namespace cts {

/// For tests only: a server on a free port of loopback that does what a script says, good or bad. No step
/// sleeps, and every step ends when the server is destroyed.
class ScriptedServer {
 public:
  /// One connection, as the script sees it.
  class Peer {
   public:
    Peer(Socket socket, int stop) : socket_(std::move(socket)), stop_(stop) {}

    /// Sends it all. False when the client is gone.
    bool say(std::string_view text);
    /// The next line, without its end; empty when the client is gone.
    std::string hear();
    /// Everything up to `end`, with it.
    std::string hear_until(std::string_view end);
    /// Everything until the client closes.
    std::string hear_all();
    /// hear(), then say(): the line that was heard.
    std::string answer(std::string_view text);
    /// Says nothing until the client goes.
    void hang();
    /// One octet at a time, so long apart, until the client goes; begins again at the end of the text.
    void drip(std::string_view text, std::chrono::milliseconds apart);
    /// Again and again, as fast as it is taken, until the client goes.
    void flood(std::string_view text);
    void close() { socket_.close(); }
    /// Closes so that the client sees a reset.
    void reset();
    Socket& socket() { return socket_; }

    /// Says 227 with a fresh port and returns what listens there. `address`: what the reply names, with
    /// commas.
    Socket offer_passive(std::string_view address = "127,0,0,1");
    /// hear(), then offer_passive().
    Socket answer_passive(std::string_view address = "127,0,0,1");
    /// The data connection that the client makes to it.
    Peer accept(Socket& listener);
    /// A data connection to where the client's last PORT command (`line`) points, from `source`.
    Peer connect_back(std::string_view line, const std::string& source = "127.0.0.1");

   private:
    // Until the socket is ready; false: the server is to stop, or the time is over.
    bool wait(short events, std::chrono::milliseconds at_most = std::chrono::seconds(20));
    bool fill();

    Socket socket_;
    int stop_;
    std::string buffer_;
  };
  using Script = std::function<void(Peer&)>;

  /// Plays the script with every connection, each in a thread of its own.
  explicit ScriptedServer(Script script);
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer();

  std::uint16_t port() const { return listener_.local().port(); }
  /// "www.example.test", which is this server.
  Dial dial() const { return {.host = "www.example.test", .address = "127.0.0.1", .port = port()}; }

 private:
  void serve();

  Script script_;
  Socket listener_;
  int stop_;
  std::list<std::thread> conversations_;
  std::thread acceptor_;
};

/// Deadlines for tests that run into them.
inline constexpr Deadlines short_deadlines{std::chrono::milliseconds(300), std::chrono::milliseconds(200),
                                           std::chrono::milliseconds(400)};

/// A port of 127.0.0.1 on which nobody listens.
std::uint16_t closed_port();

}  // namespace cts
