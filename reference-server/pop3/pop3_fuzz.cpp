#include <array>

#include "fuzzing/dice.h"
#include "fuzzing/replies.h"
#include "fuzzing/target.h"
#include "mail/dot_stuffing.h"
#include "mail/memory_mail_store.h"
#include "net/line_buffer.h"
#include "policy/changing_policies.h"
#include "pop3/pop_session.h"

namespace refd {
namespace {

using fuzzing::require;
using fuzzing::require_same;

class OneAccount final : public MailAccounts {
 public:
  std::optional<MailAccount> login(std::string_view name, std::string_view password,
                                   const LoginRules&) const override {
    if (name != "taro" || password != "pw") return std::nullopt;
    return MailAccount{.name = "taro", .address = "", .quota_octets = 1'000'000};
  }
  std::optional<MailAccount> at(std::string_view) const override { return std::nullopt; }
  bool owns_domain(std::string_view) const override { return false; }
  std::vector<MailAccount> all() const override { return {}; }
};

class NoLogins final : public PopLogins {
 public:
  void record(std::string_view, Clock::time_point) override {}
  bool recent(std::string_view, Clock::time_point, std::chrono::seconds) const override { return false; }
  bool any_recent(Clock::time_point, std::chrono::seconds) const override { return false; }
};

const std::array<std::string, 3> messages{"Subject: one\r\n\r\n.\r\n..\r\n.text\r\n", "no header",
                                          ".\n\n.\r\nlast"};

// The pump without its sockets.
class Talk {
 public:
  explicit Talk(bool stuffs) : stuffs_(stuffs) {
    const Mailbox taro{.name = "taro", .quota_octets = 1'000'000};
    for (const auto& text : messages) {
      const auto delivery = *store_.begin_delivery(taro, 0);
      if (!delivery->write(text) || !delivery->commit()) throw std::logic_error("no message");
    }
    session_ = std::make_unique<PopSession>(around_, PopSession::Client{"192.0.2.1", false});
    say(session_->greet());
  }

  void take(std::string_view octets) {
    buffer_.add(octets);
    while (!over_) {
      const auto line = buffer_.take(100);
      if (!line) return;
      (void)session_->is_slow(line->text);
      say(line->too_long ? session_->on_overlong_line() : session_->on_line(line->text));
    }
  }
  void cut() { session_.reset(); }
  const std::string& replies() const { return replies_; }
  std::vector<std::string> kept() const { return store_.texts("taro"); }
  bool is_over() const { return over_; }

 private:
  void say(PopStep step) {
    require(step.reply.starts_with("+OK") || step.reply.starts_with("-ERR"), "a reply says yes or no",
            step.reply);
    fuzzing::require_lines(step.reply, 512);
    require(step.reply.find('\n') == step.reply.size() - 1, "a status is one line", step.reply);
    replies_ += step.reply;
    over_ = step.ends;
    if (!step.content) return;
    require(step.reply.starts_with("+OK"), "only who may have it gets it", step.reply);
    std::string text;
    DotStuffing stuffing;
    for (auto piece = step.content->next(); piece && !piece->empty(); piece = step.content->next())
      text += stuffs_ ? stuffing.add(*piece) : *piece;
    text += stuffing.finish();
    require_lines_of_content(text);
    replies_ += text;
  }

  // RFC 1939 section 3: the only line that is a dot is the last.
  static void require_lines_of_content(std::string_view text) {
    require(text.ends_with("\r\n"), "content ends in CR LF", text);
    while (!text.empty()) {
      const auto line = text.substr(0, text.find("\r\n"));
      text.remove_prefix(line.size() + 2);
      require((line == ".") == text.empty(), "content ends where it ends", line);
    }
  }

  const bool stuffs_;
  ChangingPolicies policies_;
  MemoryMailStore store_{policies_};
  MaildropDesk desk_{store_, policies_};
  OneAccount accounts_;
  NoLogins logins_;
  ManualClock clock_{Clock::time_point()};
  PopSurroundings around_{accounts_, desk_, logins_, policies_, clock_, silent_log(), {}, "pop3.example.jp"};
  std::unique_ptr<PopSession> session_;
  net::LineBuffer buffer_;
  std::string replies_;
  bool over_ = false;
};

template <bool stuffs>
void check_session(std::string_view octets) {
  Talk whole(stuffs);
  whole.take(octets);
  Talk pieces(stuffs);
  fuzzing::Dice dice(octets);
  for (const auto piece : fuzzing::pieces_of(octets, dice)) pieces.take(piece);
  require_same(pieces.replies(), whole.replies(), "pipelined or not, the answers are the same");
  const bool may_remove = whole.is_over();
  whole.cut();
  const auto kept = whole.kept();
  // POP-3, RFC 1939 section 6: only QUIT removes, and only what was there.
  require(kept.size() <= messages.size(), "nothing comes to be in a mailbox");
  require(may_remove || kept.size() == messages.size(), "a connection that is cut removes nothing", octets);
  for (std::size_t i = 0, from = 0; i < kept.size(); ++i) {
    while (from < messages.size() && messages[from] != kept[i]) ++from;
    require(from++ < messages.size(), "what is kept stays as it was, in its order", kept[i]);
  }
}

}  // namespace
}  // namespace refd

std::span<const fuzzing::Target> fuzzing::targets() {
  using namespace refd;
  static const std::array table{
      Target{.name = "pop3.session", .check = check_session<true>, .with_a_mistake = check_session<false>},
  };
  return table;
}
