#include "client/repeat.h"

#include <algorithm>
#include <cctype>

#include "client/transcript.h"

namespace cts {
namespace {

bool is_plain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("-_.~/").find(c) != std::string_view::npos;
}

std::string where(const Dial& dial) {
  const std::string& host = dial.address.empty() ? dial.host : dial.address;
  return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(dial.port);
}

std::string way(const Dial& dial) {
  std::string options;
  if (!dial.bind_address.empty()) options += " --interface " + dial.bind_address;
  if (!dial.proxy.empty()) options += " --proxytunnel --proxy " + shell_quoted(dial.proxy);
  return options;
}

std::string mode_option(DataMode mode) {
  switch (mode) {
    case DataMode::usual:
    case DataMode::pasv:
      return " --disable-epsv";
    case DataMode::epsv:
      return "";
    case DataMode::port:
      return " --disable-eprt --ftp-port -";
    case DataMode::eprt:
      return " --ftp-port -";
  }
  return "";
}

// For printf(1): its own escapes, inside single quotes.
std::string printf_text(std::string_view command) {
  std::string out;
  for (const char c : command) {
    if (c == '%')
      out += "%%";
    else if (c == '\'')
      out += "'\\''";
    else if (c == '\\')
      out += "\\\\";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      const auto octet = static_cast<unsigned>(static_cast<unsigned char>(c));
      out += "\\0";
      out += static_cast<char>('0' + (octet >> 6));
      out += static_cast<char>('0' + (octet >> 3 & 7u));
      out += static_cast<char>('0' + (octet & 7u));
    } else
      out += c;
  }
  return out;
}

// Said to the target, with time for its answer.
std::string said(std::string_view command) {
  return "printf '" + printf_text(command) + "\\r\\n'; sleep 1; ";
}

std::string through_nc(const Dial& dial, const std::string& says) {
  const std::string& host = dial.address.empty() ? dial.host : dial.address;
  std::string out = "{ " + says + "} | nc";
  if (!dial.bind_address.empty()) out += " -s " + dial.bind_address;
  return out + " " + host + " " + std::to_string(dial.port);
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
  return out;
}

std::string said_without_password(const std::vector<std::string>& commands) {
  std::string says;
  for (const std::string& command : commands) {
    const bool password = upper(command.substr(0, 5)) == "PASS ";
    says += password ? "printf 'PASS %s\\r\\n' \"$PASSWORD\"; sleep 1; " : said(command);
  }
  return says;
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  const bool plain =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c) || c == ':'; });
  if (plain) return std::string(text);
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

std::string ftp_url_path(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    if (is_plain(c) && !(out.empty() && c == '/')) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += '%';
    out += digits[octet >> 4];
    out += digits[octet & 15u];
  }
  return out;
}

std::string repeat_ftp_dialogue(const Dial& dial, const std::vector<std::string>& commands) {
  return through_nc(dial, said_without_password(commands));
}

std::string repeat_pop_dialogue(const Dial& dial, bool over_tls, const std::vector<std::string>& commands) {
  const std::string says = said_without_password(commands);
  if (!over_tls) return through_nc(dial, says);
  std::string out = "{ " + says + "} | openssl s_client -quiet -servername " + shell_quoted(dial.host);
  if (!dial.bind_address.empty()) out += " -bind " + dial.bind_address;
  return out + " -connect " + where(dial);
}

std::string repeat_smtp_dialogue(const Dial& dial, const std::vector<std::string>& commands) {
  constexpr std::string_view response =
      "\"$(printf '\\0%s\\0%s' \"$NAME\" \"$PASSWORD\" | base64 -w0)\"; sleep 1; ";
  std::string says;
  for (const std::string& command : commands) {
    if (command == "AUTH-RESPONSE")
      says += "printf '%s\\r\\n' " + std::string(response);
    else if (upper(command).starts_with("AUTH PLAIN "))
      says += "printf 'AUTH PLAIN %s\\r\\n' " + std::string(response);
    else
      says += said(command);
  }
  return through_nc(dial, says);
}

std::string repeat_ftp_transfer(const Dial& dial, std::string_view login, std::string_view command,
                                const FtpTransferOptions& options) {
  const std::size_t space = command.find(' ');
  const std::string verb = upper(command.substr(0, space));
  const std::string_view argument =
      space == std::string_view::npos ? std::string_view() : command.substr(space + 1);
  std::string out =
      "curl -v --path-as-is --user " + shell_quoted(login) + mode_option(options.mode) + way(dial);
  if (options.type == 'A') out += " --use-ascii";
  if (options.restart_at != 0) out += " --continue-at " + std::to_string(options.restart_at);
  std::string path;
  if (verb == "RETR") {
    out += " --output -";
    path = ftp_url_path(argument);
  } else if (verb == "STOR" || verb == "APPE") {
    out += verb == "APPE" ? " --append --upload-file FILE" : " --upload-file FILE";
    path = ftp_url_path(argument);
  } else {
    out += " --request " + shell_quoted(command);
  }
  return out + " " + shell_quoted("ftp://" + where(dial) + "/" + path);
}

}  // namespace cts
