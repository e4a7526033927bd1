#pragma once

#include <chrono>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/dial.h"
#include "client/octet_source.h"
#include "client/smtp_reply.h"
#include "client/tls_session.h"
#include "client/transcript.h"

namespace cts {

/// From whom and to whom. Addresses stand without their brackets; an empty sender is the null one.
struct SmtpEnvelope {
  std::string from;
  std::vector<std::string> to;
  std::string mail_parameters = {};  ///< behind MAIL FROM:<…>, such as "SIZE=1000 BODY=8BITMIME"
};

/// One message handed over: the reply to each step. What was not tried has no reply and no problem.
struct SmtpTransaction {
  SmtpReply mail;
  std::vector<SmtpReply> recipients;  ///< one for each of the envelope's, as far as they were asked
  SmtpReply data;                     ///< to DATA itself
  SmtpReply completed;                ///< to the end of the message

  /// The last reply that tells how it ended.
  const SmtpReply& outcome() const noexcept;
  /// The target has taken the message over, for every recipient.
  bool accepted() const noexcept;
};
void PrintTo(const SmtpTransaction& transaction, std::ostream* out);

/// How AUTH PLAIN is told the credentials: with the command, or when the target asks (RFC 4954 §4).
enum class InitialResponse { sent, asked_for };

/// An SMTP connection as a customer's program holds it. Every operation ends within the deadlines. Replies
/// are limited to 64 KiB and lines to 8 KiB: more is a problem of the target. After a malformed reply, or
/// none to a command, the connection is closed: what came later could be taken for the answer to something
/// else. One thread; movable.
class SmtpClient {
 public:
  /// Connects and reads the greeting; never throws for what the target does: see greeting().
  static SmtpClient connect(const Dial& dial, const Deadlines& deadlines, Transcript& transcript);
  SmtpClient(const SmtpClient&) = delete;
  SmtpClient& operator=(const SmtpClient&) = delete;
  SmtpClient(SmtpClient&&) noexcept;
  SmtpClient& operator=(SmtpClient&&) noexcept;
  ~SmtpClient();

  const SmtpReply& greeting() const noexcept;
  bool is_open() const noexcept;

  /// EHLO; what it offers is remembered, until the next one.
  SmtpReply hello(std::string_view name = "client.test");
  /// Parameters of an extension that the last EHLO offered ("PLAIN LOGIN" of AUTH); nullopt: not offered.
  std::optional<std::string> offered(std::string_view keyword) const;

  /// STARTTLS, and when that is answered 220 the handshake; the reply to the command, with a problem when the
  /// handshake failed. What was offered before is forgotten: the target is asked anew by hello() (RFC 3207).
  SmtpReply start_tls();
  /// What the handshake agreed on; nullptr without TLS.
  const TlsFacts* tls() const noexcept;

  /// Sends one line and waits for its reply, for the reply deadline or `within`.
  SmtpReply command(std::string_view line);
  SmtpReply command(std::string_view line, std::chrono::milliseconds within);
  /// Waits for a further reply, or to see that the connection is closed: the reply deadline or `within`. That
  /// none comes leaves the connection open.
  SmtpReply next_reply();
  SmtpReply next_reply(std::chrono::milliseconds within);
  /// All lines at once (RFC 2920), then a reply to each; those behind one that never came have its problem.
  std::vector<SmtpReply> batch(const std::vector<std::string>& lines);
  /// Sends exactly these bytes, without adding a line end.
  bool send_raw(std::string_view bytes);

  /// AUTH PLAIN; the reply that decides. Neither name nor password appears in the transcript.
  SmtpReply authenticate(std::string_view name, std::string_view password,
                         InitialResponse how = InitialResponse::sent);

  /// After DATA was answered 354: the message, lines that begin with a dot doubling it, and the end. `octets`
  /// are sent as they are otherwise; a missing line end is added. Waits the transfer deadline for the reply.
  SmtpReply message(std::string_view octets);
  /// The same for octets that are made while they are sent.
  SmtpReply message(OctetSource& octets);
  /// The same with exactly these bytes, as they go over the wire, the end of the message included or not.
  SmtpReply raw_message(std::string_view bytes);
  /// MAIL, RCPT, DATA and the message, one after the other; stops at the first refusal. A refused message is
  /// followed by no RSET.
  SmtpTransaction send(const SmtpEnvelope& envelope, std::string_view octets);
  SmtpTransaction send(const SmtpEnvelope& envelope, OctetSource& octets);
  /// The same for one recipient; the last reply.
  SmtpReply send(std::string_view from, std::string_view to, std::string_view octets);

  /// QUIT and close; the reply to QUIT.
  SmtpReply quit();
  /// Cuts the connection without a word.
  void abandon();

  /// A command that repeats this session for a person; no secrets in it.
  std::string repeat_command() const;
  /// The local address of the connection ("127.0.0.2"), empty when closed.
  std::string local_address() const;

 private:
  struct Impl;
  explicit SmtpClient(std::unique_ptr<Impl> impl);
  SmtpTransaction begin(const SmtpEnvelope& envelope);
  std::unique_ptr<Impl> impl_;
};

/// The response of AUTH PLAIN in base64 (RFC 4616): no authorization identity, the name, the password.
std::string auth_plain_response(std::string_view name, std::string_view password);

}  // namespace cts
