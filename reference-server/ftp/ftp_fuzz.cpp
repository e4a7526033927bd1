#include <algorithm>
#include <array>

#include "files/memory_tree.h"
#include "ftp/command_line.h"
#include "ftp/data_address.h"
#include "ftp/file_mode.h"
#include "ftp/ftp_listing.h"
#include "ftp/ftp_session.h"
#include "fuzzing/dice.h"
#include "fuzzing/replies.h"
#include "fuzzing/target.h"
#include "policy/changing_policies.h"

namespace refd {
namespace {

using fuzzing::require;
using fuzzing::require_same;

class OneAccount final : public AccountDirectory {
 public:
  std::optional<std::string> ftp_login(std::string_view name, std::string_view password,
                                       const LoginRules&) const override {
    return name == "ab" && password == "pw" ? std::optional<std::string>("ab") : std::nullopt;
  }
};

class CheckedPort final : public DataPort {
 public:
  Result<std::uint16_t> listen() override {
    prepared = true;
    return std::uint16_t{1025};
  }
  void connect_to(std::uint16_t port) override {
    require(port >= 1024, "no connection is made to a service's port (RFC 2577)");
    prepared = true;
  }
  bool is_prepared() const override { return prepared; }
  void forget() override { prepared = false; }
  std::uint64_t progress() const override { return 42; }
  bool prepared = false;
};

void fill(MemoryTree& tree) {
  tree.put("/web/f", "a\nb\n");
  tree.put("/web/sub/.ftpaccess",
           "<Limit ALL>\nOrder Allow,Deny\nAllow from .isp.example.jp\nDeny from all\n</Limit>\n");
  tree.put("/web/sub/g", "secret of the directory");
  tree.put_directory("/users/ab");
  tree.put_directory("/log");
}

// Every path with its content, as one text.
std::string outlined(MemoryTree& tree, const TreePath& directory = {}) {
  std::string out;
  const auto entries = tree.list(directory, Reader::owner);
  if (!entries) return out;
  for (const auto& entry : *entries) {
    const auto path = directory.child(entry.name);
    require_same(TreePath::resolve({}, path.text())->text(), path.text(),
                 "what is made in the tree has a proper path");
    out += path.text() + "=" + tree.content(path.text()).value_or("/") + "\n" + outlined(tree, path);
  }
  return out;
}

// The pump without its sockets.
class Talk {
 public:
  Talk()
      : session_({tree_, accounts_, policies_, clock_, silent_log(), {}, "www.example.jp"}, ends(), data_) {
    fill(tree_);
    say(session_.greet());
  }

  void take(std::string_view line) {
    if (over_) return;
    auto step = session_.on_line(line);
    if (step.awaits_names) {
      session_.take_client_names({"h1.tokyo.isp.example.net"}, AccessSource::Names::all_known);
      step = session_.on_line(line);
      require(!step.awaits_names, "names are asked for once");
    }
    (void)FtpSession::interjection(line);
    say(step);
    if (step.transfer) move(*step.transfer);
    check_reply(session_.transfer_status().wire());
  }
  void take_overlong() {
    if (!over_) say(session_.on_overlong_line());
  }
  MemoryTree& tree() { return tree_; }
  bool is_logged_in() const { return session_.is_logged_in(); }

 private:
  static FtpSession::Ends ends() {
    const auto address = HostAddress::parse("192.0.2.7").value();
    FtpSession::Ends ends{.server = address, .client = address};
    ends.client_names_known = AccessSource::Names::not_asked_yet;
    return ends;
  }

  void check_reply(const std::string& wire) {
    if (!wire.empty()) fuzzing::require_coded_reply(wire, 12'000, true);
  }
  void say(const FtpStep& step) {
    check_reply(step.reply.wire());
    over_ = step.ends;
    require(!step.transfer || step.reply.code == 150 || step.reply.code == 125, "a transfer is announced",
            step.reply.wire());
  }

  void move(FtpTransfer& transfer) {
    const int kinds =
        (transfer.file.get() >= 0 ? 1 : 0) + (transfer.source ? 1 : 0) + (transfer.sink != nullptr ? 1 : 0);
    require(kinds == 1, "one thing is transferred");
    TransferEnd end;
    if (transfer.sink != nullptr) {
      constexpr std::string_view octets = "x\r\ny\r";
      if (const auto written = transfer.sink->write(octets); !written)
        end = {.how = TransferEnd::How::failed, .error = written.error()};
    }
    for (int pieces = 0; transfer.source; ++pieces) {
      require(pieces < 1000, "a listing ends");
      const auto piece = transfer.source->next();
      if (!piece && session_.awaits_names()) {
        session_.take_client_names({}, AccessSource::Names::all_known);
        continue;
      }
      if (!piece) end = {.how = TransferEnd::How::failed, .error = piece.error()};
      if (!piece || piece->empty()) break;
      require(piece->find("secret of the directory") == std::string_view::npos, "a listing tells no content");
    }
    data_.prepared = false;
    check_reply(session_.on_transfer_end(end).wire());
  }

  MemoryTree tree_;
  OneAccount accounts_;
  ChangingPolicies policies_;
  ManualClock clock_{parse_time_value("20261123123400").value()};
  CheckedPort data_;
  FtpSession session_;
  bool over_ = false;
};

// Each line a command; one that begins with an octet above 0xF7 is too long.
template <bool everybody_is_in>
void check_session(std::string_view octets) {
  Talk talk;
  const auto before = outlined(talk.tree());
  bool was_in = false;
  if (everybody_is_in) {
    talk.take("USER ab");
    talk.take("PASS pw");
  }
  for (const auto line : fuzzing::lines_of(octets)) {
    if (static_cast<unsigned char>(line.empty() ? '\0' : line.front()) > 0xF7)
      talk.take_overlong();
    else
      talk.take(line);
    was_in = was_in || (talk.is_logged_in() && !everybody_is_in);
  }
  const auto after = outlined(talk.tree());
  if (!was_in) require_same(after, before, "who is not logged in changes nothing");
  // ACL-1: nobody but the names in the access file gets there.
  require(after.find("/sub/g=secret of the directory") != std::string::npos,
          "what an access file forbids is not done", after);
}

void check_command_line(std::string_view line) {
  const auto plain = without_telnet(line);
  require(plain.size() <= line.size(), "Telnet's commands go", line);
  const auto command = parse_command(line);
  require(command.verb.size() <= 16 && command.verb == capitals(command.verb), "a verb is short, in capitals",
          line);
  require(command.verb.find(' ') == std::string::npos, "a verb is one word", line);
  const auto modes = parse_list_arguments(command.argument);
  require(modes.path.size() <= command.argument.size(), "a path is a part of the argument", line);
  (void)parse_mlst_facts(command.argument);
  require_same(mlst_names(parse_mlst_facts(mlst_names(parse_mlst_facts(line)))),
               mlst_names(parse_mlst_facts(line)), "facts that are written are the same");
  const auto time = parse_time_value(command.argument);
  if (time)
    require(parse_time_value(time_value(*time)).value() == *time, "a time that is written is the same", line);
  for (const unsigned current : {0U, 0644U, 0755U}) {
    const auto mode = parse_file_mode(command.argument, current, current == 0755U);
    require(!mode || *mode <= 07777, "a mode has four digits", line);
  }
  const auto shown = printable_name(line);
  require(shown.find_first_of("\r\n") == std::string::npos && shown.size() == line.size(),
          "a name breaks no line", shown);
}

void check_data_address(std::string_view text) {
  if (const auto address = HostAddress::parse(text)) {
    const auto again = HostAddress::parse(address->text());
    require(again && *again == *address, "an address that is written is the same", text);
    // A zone may follow, which is not compared.
    require(text.substr(0, text.find('%')).find_first_not_of("0123456789abcdefABCDEF.:") ==
                std::string_view::npos,
            "an address is plain", text);
  }
  if (const auto port = parse_port_argument(text)) {
    require(!port->host.is_ipv6, "PORT is IPv4's", text);
    require(std::count(text.begin(), text.end(), ',') == 5, "PORT has six numbers", text);
  }
  if (const auto port = parse_eprt_argument(text)) {
    const auto again = parse_eprt_argument("|" + std::string(port->host.is_ipv6 ? "2" : "1") + "|" +
                                           port->host.text() + "|" + std::to_string(port->port) + "|");
    // ::ffff:192.0.2.1 is an IPv4 address that EPRT calls IPv6.
    require(again && again->host == port->host && again->port == port->port,
            "EPRT that is written is the same", text);
  }
}

}  // namespace
}  // namespace refd

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd;
  static const std::array table{
      Target{.name = "ftp.command_line", .check = check_command_line, .longest = 400},
      Target{.name = "ftp.data_address", .check = check_data_address, .longest = 100},
      Target{.name = "ftp.session", .check = check_session<false>, .with_a_mistake = check_session<true>},
  };
  return table;
}
