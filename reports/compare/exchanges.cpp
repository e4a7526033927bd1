#include "reports/compare/exchanges.h"

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <string_view>

namespace reports {
namespace {

constexpr std::array services{std::string_view("ftp"), std::string_view("http"), std::string_view("pop"),
                              std::string_view("smtp")};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// "DELE" of "dele cts\r\n"; empty when the line begins with no command.
std::string verb_of(std::string_view line) {
  constexpr std::size_t shortest = 3;
  constexpr std::size_t longest = 8;
  const std::size_t end = std::min(line.find_first_of(" \\\n"), line.size());
  if (end < shortest || end > longest) return "";
  std::string verb;
  for (const char c : line.substr(0, end)) {
    if (upper(c) < 'A' || upper(c) > 'Z') return "";
    verb += upper(c);
  }
  return verb;
}

/// "550" of "550-Not …", "-ERR" of "-ERR …", "404" of "HTTP/1.1 404 …"; empty when there is none.
std::string code_of(std::string_view service, std::string_view text) {
  constexpr std::size_t digits = 3;
  if (service == "pop") {
    if (text.starts_with("+OK")) return "+OK";
    return text.starts_with("-ERR") ? "-ERR" : "";
  }
  if (service == "http") {
    if (!text.starts_with("HTTP/")) return "";
    text.remove_prefix(std::min(text.find(' '), text.size() - 1) + 1);
  }
  const std::string_view code = text.substr(0, digits);
  return code.size() == digits && std::all_of(code.begin(), code.end(), is_digit) ? std::string(code) : "";
}

/// One connection, as it is read from its beginning.
class Channel {
 public:
  explicit Channel(std::string_view service) : service_(service) {}

  void sent(const TranscriptEntry& entry) {
    due_.clear();
    sent_at_ = entry.at;
    first_ = true;
    // 354 asks for a message, whose lines are no commands.
    if (service_ == "smtp" && last_code_ == "354") {
      due_.emplace_back("(message)");
      return;
    }
    const bool pipelined = service_ != "http";
    std::string_view rest = entry.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      due_.push_back(verb_of(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (!pipelined) break;
    }
    if (due_.empty()) due_.emplace_back();
  }

  using Use = std::function<void(const std::string& verb, const std::string& code)>;
  using UseTime = std::function<void(const std::string& verb, Seconds time)>;
  void received(const TranscriptEntry& entry, const Use& use, const UseTime& use_time) {
    const std::string verb = due_.empty() ? "(greeting)" : due_.front();
    if (first_ && !verb.empty() && due_.size() == 1) use_time(verb, entry.at - sent_at_);
    first_ = false;
    const std::string code = code_of(service_, entry.text);
    if (code.empty()) return;
    last_code_ = code;
    if (!verb.empty()) use(verb, code);
    // The last stays due: 226 follows 150.
    if (due_.size() > 1) due_.pop_front();
  }

 private:
  std::string_view service_;
  std::deque<std::string> due_;
  std::string last_code_;
  Seconds sent_at_{};
  bool first_ = false;
};

void read(const std::vector<TranscriptEntry>& transcript,
          const std::function<void(const Command&, const std::string& code)>& use,
          const std::function<void(const Command&, Seconds time)>& use_time) {
  std::map<std::string_view, Channel> channels;
  for (const TranscriptEntry& entry : transcript) {
    const std::string_view name = entry.channel;
    const auto* const service = std::find(services.begin(), services.end(), name.substr(0, name.find('#')));
    if (service == services.end()) continue;
    Channel& channel = channels.try_emplace(name, *service).first->second;
    if (entry.direction == Direction::sent) channel.sent(entry);
    if (entry.direction != Direction::received) continue;
    channel.received(
        entry,
        [&](const std::string& verb, const std::string& code) {
          use({std::string(*service), verb}, code);
        },
        [&](const std::string& verb, Seconds time) {
          use_time({std::string(*service), verb}, time);
        });
  }
}

}  // namespace

std::map<Command, std::set<std::string>> reply_codes(const std::vector<TranscriptEntry>& transcript) {
  std::map<Command, std::set<std::string>> codes;
  read(
      transcript, [&](const Command& command, const std::string& code) { codes[command].insert(code); },
      [](const Command&, Seconds) {});
  return codes;
}

std::vector<Timing> median_times(const std::vector<ScenarioResult>& scenarios) {
  std::map<Command, std::vector<Seconds>> times;
  for (const ScenarioResult& scenario : scenarios) {
    read(
        scenario.transcript, [](const Command&, const std::string&) {},
        [&](const Command& command, Seconds time) { times[command].push_back(time); });
  }
  std::vector<Timing> medians;
  for (auto& [command, all] : times) {
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    medians.push_back({command.first, command.second, *middle, all.size()});
  }
  return medians;
}

std::vector<ScenarioReplies> replies_of(const std::vector<ScenarioResult>& scenarios) {
  std::vector<ScenarioReplies> all;
  for (const ScenarioResult& scenario : scenarios) {
    for (const auto& [command, codes] : reply_codes(scenario.transcript))
      all.push_back({scenario.id, command.first, command.second, {codes.begin(), codes.end()}});
  }
  return all;
}

std::vector<Timing> median_of_medians(const std::vector<const std::vector<Timing>*>& parts) {
  std::map<Command, std::vector<std::pair<Seconds, std::size_t>>> taken;
  for (const std::vector<Timing>* part : parts) {
    for (const Timing& timing : *part)
      taken[{timing.service, timing.operation}].emplace_back(timing.median, timing.samples);
  }
  std::vector<Timing> medians;
  for (auto& [command, all] : taken) {
    std::sort(all.begin(), all.end());
    std::size_t samples = 0;
    for (const auto& [median, count] : all) samples += count;
    std::size_t before = 0;
    const auto middle = std::find_if(all.begin(), all.end(), [&](const auto& each) {
      before += each.second;
      return before > samples / 2;
    });
    medians.push_back(
        {command.first, command.second, middle == all.end() ? all.back().first : middle->first, samples});
  }
  return medians;
}

}  // namespace reports
