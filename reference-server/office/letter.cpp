#include "office/letter.h"

#include <fmt/format.h>

namespace refd::office {

namespace {

constexpr std::string_view account_mark = "<td id=\"account\">";
constexpr std::string_view password_mark = "<td id=\"password\">";

constexpr std::string_view style = R"(
@page { size: A4; margin: 20mm 22mm; }
body { font-family: "Noto Serif JP", "Hiragino Mincho ProN", "Yu Mincho", serif; font-size: 11pt;
  line-height: 1.7; color: #000; max-width: 166mm; margin: 0 auto; }
address { font-style: normal; margin-bottom: 14mm; }
.date { text-align: right; }
h1 { font-size: 14pt; text-align: center; margin: 12mm 0 8mm; }
table { border-collapse: collapse; width: 100%; margin: 6mm 0; }
th, td { border: 0.4pt solid #000; padding: 1.6mm 3mm; text-align: left; vertical-align: top; }
th { width: 38%; font-weight: normal; }
#account, #password { font-family: "DejaVu Sans Mono", monospace; font-size: 12pt; }
.note { font-size: 9.5pt; }
@media screen { body { padding: 14mm 0; } })";

std::string row(std::string_view title, std::string_view value) {
  return fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", title, html_text(value));
}

std::string postal_block(const Contract& contract) {
  std::string lines;
  for (const auto& line : contract.postal_address) lines += html_text(line) + "<br>\n";
  return lines + html_text(contract.holder) + " 様";
}

std::string heading(ApplicationKind kind) {
  return kind == ApplicationKind::add ? "メールアカウント追加完了のお知らせ"
                                      : "メールアカウント変更完了のお知らせ";
}

std::string japanese(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{}年{}月{}日", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

// The text between a mark and the next tag, with the entities of html_text() undone.
std::optional<std::string> marked(std::string_view page, std::string_view mark) {
  const auto begin = page.find(mark);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto from = begin + mark.size();
  const auto end = page.find('<', from);
  if (end == std::string_view::npos) return std::nullopt;
  std::string text(page.substr(from, end - from));
  constexpr std::pair<std::string_view, char> entities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}};
  for (const auto& [entity, character] : entities) {
    for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
      text.replace(at, entity.size(), 1, character);
  }
  return text;
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '&':
        safe += "&amp;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string letter_page(const Letter& letter) {
  const auto& domain = letter.contract.domain;
  std::string page = "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
                     heading(letter.kind) + "</title>\n<style>" + std::string(style) +
                     "\n</style>\n</head>\n<body>\n";
  page += "<address>" + postal_block(letter.contract) + "</address>\n";
  page += "<p class=\"date\">" + japanese(letter.date) + "</p>\n<h1>" + heading(letter.kind) + "</h1>\n";
  page += "<p>お申し込みいただきました設定が完了いたしましたので、ご案内申し上げます。</p>\n<table>\n";
  page += row("お客様番号", letter.contract.number);
  page += row("ご契約ドメイン名", domain);
  page += row("申請番号", std::to_string(letter.application));
  page += row("メールアドレス", letter.address);
  page +=
      fmt::format("<tr><th>メールアカウント名</th>{}{}</td></tr>\n", account_mark, html_text(letter.account));
  if (letter.password) {
    page +=
        fmt::format("<tr><th>パスワード</th>{}{}</td></tr>\n", password_mark, html_text(*letter.password));
  } else {
    page += row("パスワード", "変更ありません");
  }
  page += row("受信メールサーバ (POP3)",
              "pop3." + domain + "、ポート 110" + (letter.has_pops ? "、POP over SSL はポート 995" : ""));
  page += row("送信メールサーバ (SMTP)", "smtp." + domain + "、ポート 25 または 587");
  page += row("送信時の認証", "SMTP Auth (受信と同じアカウント名とパスワード)");
  page += row("ディスク容量", fmt::format("{} MB", letter.quota_octets >> 20));
  page +=
      "</table>\n<p "
      "class=\"note\">パスワードは大文字と小文字を区別します。本状は大切に保管してください。</p>\n"
      "</body>\n</html>\n";
  return page;
}

std::optional<PostedSettings> settings_in(std::string_view page) {
  const auto account = marked(page, account_mark);
  if (!account) return std::nullopt;
  return PostedSettings{*account, marked(page, password_mark).value_or("")};
}

}  // namespace refd::office
