#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/dial.h"
#include "client/transcript.h"

namespace cts {

/// One FTP reply (RFC 959 §4.2), or why there was none. A target's fault is a value, never an exception.
struct FtpReply {
  int code = 0;                    ///< 0 when there was no reply
  std::vector<std::string> lines;  ///< without line ends; the code is still on the first and last
  std::string problem;  ///< "closed by the target", "no reply within 10 s", "malformed: …"; else empty

  /// First line's text after the code.
  std::string text() const;
  bool positive() const noexcept { return code >= 100 && code < 400; }
  bool completed() const noexcept { return code >= 200 && code < 300; }
};
void PrintTo(const FtpReply& reply, std::ostream* out);

/// How a data connection is made. usual: as a program does that was told nothing: PASV, and when a real reply
/// refuses that EPSV, PORT, EPRT; what was taken once is asked for first from then on (see
/// FtpClient::begin_with()).
enum class DataMode { usual, pasv, epsv, port, eprt };

struct FtpTransferOptions {
  DataMode mode = DataMode::usual;
  char type = 'I';                        ///< 'I' or 'A'
  std::uint64_t restart_at = 0;           ///< sends REST before the command when not 0
  std::size_t take_at_most = 512u << 20;  ///< octets; more is a problem, and the connection is cut
};

/// One transfer: the replies around it and what came over the data connection.
struct FtpTransfer {
  FtpReply setup;       ///< the last preparatory reply: PASV/PORT… (or REST, TYPE when that was refused)
  FtpReply opened;      ///< the 1xx reply, or the refusal
  FtpReply completed;   ///< the final reply; equals `opened` when that was a refusal
  std::string data;     ///< what was received
  std::string problem;  ///< data connection could not be made, stalled, took too much; else empty
  /// "127.0.0.1:40123": where the target says it listens (PASV, EPSV), or where it was asked to connect
  /// (PORT, EPRT).
  std::string data_address;

  /// The last reply that tells how it ended: `completed`, or the refusal of what came before.
  const FtpReply& outcome() const noexcept;
  /// Opened with 1xx, completed with 2xx and no problem on the data connection.
  bool succeeded() const noexcept;
};
void PrintTo(const FtpTransfer& transfer, std::ostream* out);

/// An FTP control connection as a customer's program holds it. Every operation ends within the deadlines.
/// Replies are limited to 64 KiB and lines to 8 KiB: more is a problem of the target. After a malformed
/// reply, or none to a command, the connection is closed: what came later could be taken for the answer to
/// something else.
///
/// Data connections: for PASV and EPSV it connects to the address of the control connection, as customers'
/// programs do, whatever address the reply to PASV names; a difference is noted in the transcript. For PORT
/// and EPRT only a connection from the control connection's address is accepted. Through a proxy, PORT and
/// EPRT are a problem. Data is sent and kept as it is: in type A no line ends are changed. One thread;
/// movable.
class FtpClient {
 public:
  /// Connects and reads the greeting; never throws for what the target does: see greeting().
  static FtpClient connect(const Dial& dial, const Deadlines& deadlines, Transcript& transcript);
  FtpClient(const FtpClient&) = delete;
  FtpClient& operator=(const FtpClient&) = delete;
  FtpClient(FtpClient&&) noexcept;
  FtpClient& operator=(FtpClient&&) noexcept;
  ~FtpClient();

  const FtpReply& greeting() const noexcept;
  bool is_open() const noexcept;

  /// Sends one line and waits for its first reply (which may be a 1xx).
  FtpReply command(std::string_view line);
  /// Waits for a further reply (after a 1xx, or to see that the connection is closed), the reply deadline or
  /// `within`. That none comes leaves the connection open.
  FtpReply next_reply();
  FtpReply next_reply(std::chrono::milliseconds within);
  /// Sends exactly these bytes, without adding a line end.
  bool send_raw(std::string_view bytes);
  /// USER and PASS; the reply to the last command sent. The password never appears in the transcript.
  FtpReply login(std::string_view name, std::string_view password);

  /// What a transfer in the usual mode asks for first; PASV when nothing was said. Not `usual`.
  void begin_with(DataMode mode);

  FtpTransfer download(std::string_view path, const FtpTransferOptions& options = {});
  FtpTransfer upload(std::string_view path, std::string_view data, const FtpTransferOptions& options = {});
  FtpTransfer append(std::string_view path, std::string_view data, const FtpTransferOptions& options = {});
  /// LIST, NLST or MLSD with its argument as written ("LIST -al /web").
  FtpTransfer list(std::string_view command, const FtpTransferOptions& options = {.type = 'A'});
  /// Any command that moves data to (`data`) or from (nullopt) the target.
  FtpTransfer transfer(std::string_view command, std::optional<std::string_view> data,
                       const FtpTransferOptions& options);
  /// Like a download, but calls `on_open` once the data connection is open and before any byte is read, then
  /// goes on: for ABOR in the middle, a second command during a transfer, … When `on_open` has itself read
  /// the last reply that is due, that one is `completed`; else the next one is.
  FtpTransfer interrupted_download(std::string_view path, const FtpTransferOptions& options,
                                   const std::function<void(FtpClient&)>& on_open);

  /// QUIT and close; the reply to QUIT.
  FtpReply quit();
  /// Cuts the connection without a word.
  void abandon();

  /// A command that repeats this session (without its transfers) for a person; no secrets in it.
  std::string repeat_command() const;

  /// The local address of the control connection ("127.0.0.2"), empty when closed.
  std::string local_address() const;

 private:
  friend class FtpDataTransfer;
  struct Impl;
  FtpTransfer run_transfer(std::string_view command, std::optional<std::string_view> data,
                           const FtpTransferOptions& options, const std::function<void(FtpClient&)>& on_open);
  explicit FtpClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cts
