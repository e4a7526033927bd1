#include "client/certificate.h"

#include <arpa/inet.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>
#include <memory>
#include <span>

#include "client/dialer.h"
#include "client/tls_channel.h"

namespace cts {
namespace {

constexpr std::size_t most_names = 100;
constexpr std::size_t most_said = 64u << 10;
constexpr std::size_t longest_greeting = 512;
constexpr std::size_t shown_refusal = 200;

std::string text_of(const X509_NAME* name) {
  std::array<char, 256> text{};
  X509_NAME_oneline(name, text.data(), static_cast<int>(text.size()));
  return text.data();
}

std::chrono::sys_seconds moment_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&parts)));
}

std::string text_of(const GENERAL_NAME& name) {
  const ASN1_STRING* const value = name.d.ia5;
  if (name.type == GEN_DNS) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
            static_cast<std::size_t>(ASN1_STRING_length(value))};
  }
  if (name.type != GEN_IPADD) return "";
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(value) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(value) != 16) return "";
  ::inet_ntop(family, ASN1_STRING_get0_data(value), text.data(), text.size());
  return text.data();
}

std::vector<std::string> names_of(const X509* certificate) {
  struct Free {
    void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
  };
  const std::unique_ptr<GENERAL_NAMES, Free> all(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> names;
  for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()) && names.size() < most_names; ++i) {
    std::string name = text_of(*sk_GENERAL_NAME_value(all.get(), i));
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

bool is_for(X509* certificate, const std::string& host) {
  if (Endpoint::numeric(host, 0)) return X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
  return X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1;
}

std::optional<Certificate> certificate_of(SSL* session, const std::string& host) {
  X509* const shown = SSL_get0_peer_certificate(session);
  if (shown == nullptr) return std::nullopt;
  Certificate certificate{.subject = text_of(X509_get_subject_name(shown)),
                          .issuer = text_of(X509_get_issuer_name(shown)),
                          .names = names_of(shown),
                          .not_before = moment_of(X509_get0_notBefore(shown)),
                          .not_after = moment_of(X509_get0_notAfter(shown)),
                          .names_host = is_for(shown, host)};
  const long verified = SSL_get_verify_result(session);
  if (verified != X509_V_OK && verified != X509_V_ERR_HOSTNAME_MISMATCH &&
      verified != X509_V_ERR_IP_ADDRESS_MISMATCH)
    certificate.distrust = X509_verify_cert_error_string(verified);
  return certificate;
}

/// Of a reply of several lines, "250-SIZE", the last is "250 SIZE" (RFC 5321 §4.2, RFC 959 §4.2).
bool ends_reply(std::string_view line) {
  return line.size() < 4 || line[3] != '-';
}

/// The last line of a reply; empty with a problem when none came.
std::string hear_reply(Socket& socket, Deadline deadline, std::string& problem) {
  std::string said;
  std::size_t begin = 0;
  while (said.size() < most_said) {
    for (std::size_t end = said.find('\n', begin); end != std::string::npos; end = said.find('\n', begin)) {
      const std::string line = said.substr(begin, end - begin);
      begin = end + 1;
      if (ends_reply(line)) return line.substr(0, line.find_last_not_of('\r') + 1);
    }
    std::array<char, 4096> buffer{};
    const Io io = socket.read_some(buffer, deadline);
    if (io.state != Io::State::ok) {
      problem = io.state == Io::State::timed_out ? "no reply in time" : "closed by the target";
      return "";
    }
    said.append(buffer.data(), io.octets);
  }
  problem = "a reply without end";
  return "";
}

struct Prelude {
  TlsStart start;
  std::string_view greeting;  ///< how it begins
  std::array<std::string_view, 2> commands;
  std::array<std::string_view, 2> answers;
};
constexpr std::array preludes{
    Prelude{TlsStart::smtp, "220", {"EHLO client.test\r\n", "STARTTLS\r\n"}, {"250", "220"}},
    Prelude{TlsStart::pop, "+OK", {"STLS\r\n"}, {"+OK"}},
    Prelude{TlsStart::ftp, "220", {"AUTH TLS\r\n"}, {"234"}},
};

/// Everything up to the moment of the handshake; false with a problem when the target will not have it.
bool ask_for_tls(Socket& socket, TlsStart start, const Deadlines& deadlines, std::string& problem) {
  const auto expect = [&](std::string_view wanted) {
    const std::string line = hear_reply(socket, deadline_in(deadlines.reply), problem);
    if (line.starts_with(wanted)) return true;
    if (problem.empty()) problem = "TLS is refused: " + line.substr(0, shown_refusal);
    return false;
  };
  for (const Prelude& row : preludes) {
    if (row.start != start) continue;
    if (!expect(row.greeting)) return false;
    for (std::size_t i = 0; i < row.commands.size() && !row.commands[i].empty(); ++i) {
      socket.write_all(row.commands[i], deadline_in(deadlines.reply));
      if (!expect(row.answers[i])) return false;
    }
  }
  return true;
}

std::string hear_greeting(TlsChannel& channel, Deadline deadline) {
  std::string said;
  while (said.size() < longest_greeting && said.find('\n') == std::string::npos) {
    std::array<char, longest_greeting> buffer{};
    const Io io = channel.read_some(std::span(buffer).first(longest_greeting - said.size()), deadline);
    if (io.state != Io::State::ok) break;
    said.append(buffer.data(), io.octets);
  }
  return said.substr(0, said.find_first_of("\r\n"));
}

}  // namespace

CertificateLook look_at_certificate(const Dial& dial, TlsStart start, const Deadlines& deadlines,
                                    AfterHandshake then) {
  CertificateLook look;
  Connection connection = connect_to(dial, deadline_in(deadlines.connect));
  look.problem = connection.problem;
  if (!connection.socket.is_open() || !ask_for_tls(connection.socket, start, deadlines, look.problem))
    return look;
  TlsChannel channel;
  if (!channel.begin(connection.socket, dial.host, deadline_in(deadlines.connect), look.problem,
                     TlsOffer::usual))
    return look;
  look.version = SSL_get_version(channel.session());
  look.certificate = certificate_of(channel.session(), dial.host);
  if (then == AfterHandshake::hear_greeting)
    look.greeting = hear_greeting(channel, deadline_in(deadlines.reply));
  SSL_shutdown(channel.session());
  return look;
}

}  // namespace cts
