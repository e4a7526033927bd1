#include "ftpaccess/access_file.h"

#include <algorithm>
#include <array>
#include <optional>

#include "ftpaccess/command_groups.h"

namespace refd {
namespace {

constexpr std::size_t most_sections = 256;
constexpr std::size_t most_remarks = 100;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view full_width_blank = "\xe3\x80\x80";

using Words = std::vector<std::string>;

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return capitals;
}

// Words of a line; blanks, tabs, full-width blanks and (for lists) commas separate them.
Words words_of(std::string_view line) {
  Words words(1);
  while (!line.empty()) {
    if (line.starts_with(full_width_blank)) {
      words.emplace_back();
      line.remove_prefix(full_width_blank.size());
      continue;
    }
    if (line.front() == ' ' || line.front() == '\t' || line.front() == ',' || line.front() == '\f') {
      words.emplace_back();
    } else {
      words.back() += line.front();
    }
    line.remove_prefix(1);
  }
  std::erase(words, "");
  return words;
}

// "Deny frm all": ProFTPD skips such a line, and so must we, or a list would deny where it is known not to.
bool is_misspelt_from(const std::string& word) {
  const auto capitals = in_capitals(word);
  return capitals != "ALL" && capitals != "NONE" && word.find_first_of(".:{!") == std::string::npos;
}

// The line, counted from 1, in which that octet stands.
std::size_t line_of(std::string_view text, std::size_t octet) {
  const auto before = text.substr(0, octet);
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

class Parser {
 public:
  AccessFile take() { return std::move(file_); }

  void line(std::size_t number, std::string_view text) {
    number_ = number;
    const auto words = words_of(text);
    if (words.empty() || words.front().starts_with('#')) return;
    if (words.front().starts_with('<')) {
      section_tag(text, words);
    } else {
      directive(words);
    }
  }

  void refuse(std::size_t number, std::string text) {
    number_ = number;
    remark(std::move(text));
    file_.is_unusable = true;
  }

 private:
  void remark(std::string text) {
    if (file_.remarks.size() < most_remarks) file_.remarks.push_back({number_, std::move(text)});
  }

  // <Limit ALL>, <Limit STOR DELE>, </Limit>
  void section_tag(std::string_view text, const Words& words) {
    if (in_capitals(words.front()) == "</LIMIT>") {
      if (!is_open_) remark("</Limit> without <Limit>");
      is_open_ = false;
      return;
    }
    if (in_capitals(words.front()) != "<LIMIT") {
      refuse(number_, "'" + words.front() + "' is no section that an access file can have");
      return;
    }
    if (is_open_) refuse(number_, "<Limit> inside <Limit>");
    if (file_.sections.size() >= most_sections) {
      refuse(number_, "more than 256 sections");
      return;
    }
    open_section(text);
  }

  void open_section(std::string_view text) {
    LimitSection section;
    const auto end = text.rfind('>');
    if (end == std::string_view::npos) {
      refuse(number_, "<Limit without its '>'");
      return;
    }
    auto commands = words_of(text.substr(0, end));
    commands.erase(commands.begin());
    if (commands.empty()) refuse(number_, "<Limit> names no command");
    for (const auto& command : commands) {
      section.commands.push_back(in_capitals(command));
      if (!is_limitable(section.commands.back()))
        refuse(number_, "<Limit> knows no command '" + command + "'");
    }
    file_.sections.push_back(std::move(section));
    is_open_ = true;
  }

  void directive(const Words& words) {
    const auto name = in_capitals(words.front());
    const Words arguments(words.begin() + 1, words.end());
    if ((name == "ALLOWALL" || name == "DENYALL") && !is_open_) {
      // Outside any section it speaks of everything.
      file_.sections.push_back({.commands = {"ALL"}});
      is_open_ = true;
      directive(words);
      is_open_ = false;
      return;
    }
    if (!is_open_) {
      remark("'" + words.front() + "' outside <Limit> is ignored");
      return;
    }
    auto& section = file_.sections.back();
    if (name == "ORDER") {
      order(section, arguments);
    } else if (name == "ALLOW" || name == "DENY") {
      sources(name == "ALLOW" ? section.allow : section.deny, words.front(), arguments);
    } else if (name == "ALLOWALL" || name == "DENYALL") {
      (name == "ALLOWALL" ? section.allow : section.deny).push_back(*SourcePattern::parse("all"));
    } else if (name == "ALLOWUSER" || name == "DENYUSER") {
      auto& users = name == "ALLOWUSER" ? section.allow_users : section.deny_users;
      users.insert(users.end(), arguments.begin(), arguments.end());
    } else {
      remark("'" + words.front() + "' is unknown and ignored");
    }
  }

  // Order Allow,Deny | Order Deny,Allow (the comma may be followed by a blank)
  void order(LimitSection& section, const Words& arguments) {
    std::string joined;
    for (const auto& argument : arguments) joined += in_capitals(argument) + ",";
    if (joined == "ALLOW,DENY,") {
      section.order = LimitSection::Order::allow_deny;
    } else if (joined == "DENY,ALLOW,") {
      section.order = LimitSection::Order::deny_allow;
    } else {
      remark("Order is neither Allow,Deny nor Deny,Allow and is ignored");
    }
  }

  // Allow [from] item[,item…] [item…]
  void sources(std::vector<SourcePattern>& list, const std::string& directive, Words items) {
    if (!items.empty() && in_capitals(items.front()) == "FROM") {
      items.erase(items.begin());
    } else if (items.size() > 1 && is_misspelt_from(items.front())) {
      remark("'" + items.front() + "' stands where 'from' should; the line is ignored");
      return;
    }
    if (items.empty()) remark("'" + directive + "' names no source and is ignored");
    for (const auto& item : items) {
      // The manual's form shows the source in braces; typed as they stand they are harmless.
      if (item == "{" || item == "}") continue;
      if (const auto pattern = SourcePattern::parse(item)) {
        list.push_back(*pattern);
      } else {
        remark("'" + item + "' is no source and matches nobody");
      }
    }
  }

  AccessFile file_;
  std::size_t number_ = 0;
  bool is_open_ = false;
};

}  // namespace

AccessFile parse_access_file(std::string_view text) {
  Parser parser;
  if (text.size() > largest_access_file) {
    parser.refuse(line_of(text, largest_access_file), "the file goes on beyond 64 KiB");
    return parser.take();
  }
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    parser.refuse(line_of(text, nul), "the file is no text: it holds a NUL");
    return parser.take();
  }
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find_first_of("\r\n");
    parser.line(number, text.substr(0, end));
    if (end == std::string_view::npos) break;
    const bool pair = text.substr(end).starts_with("\r\n");
    text.remove_prefix(end + (pair ? 2 : 1));
  }
  return parser.take();
}

}  // namespace refd
