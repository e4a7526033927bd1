#include "members/texts.h"

#include <array>

#include <fmt/format.h>

namespace refd::members {

namespace {

constexpr Texts japanese = {
    .code = "ja",
    .site = "会員専用ページ",
    .other_language = "English",
    .home = "トップ",
    .accounts = "アカウント一覧",
    .add = "追加",
    .change = "変更",
    .remove = "削除",
    .applications = "申請の履歴",
    .faq = "よくあるご質問",
    .logout = "ログアウト",
    .login_title = "ログイン",
    .login_lead = "会員 ID とパスワードは、ご契約時の書類に記載しております。",
    .login_name = "会員 ID",
    .password = "パスワード",
    .login_button = "ログイン",
    .login_failed = "会員 ID またはパスワードが違います。",
    .locked_out = "ログインの失敗が続いたため、しばらくの間お使いいただけません。",
    .welcome = "ようこそ",
    .home_lead = "メールアカウントの追加、変更、削除をこちらから申請いただけます。",
    .due_today = "平日午後 2 時までの申請は、当日中に設定します。",
    .due_later = "いま申請いただくと、次の日に設定します:",
    .accounts_title = "メールアカウント一覧",
    .accounts_lead = "現在ご利用いただけるメールアドレスです。",
    .no_accounts = "メールアカウントはまだありません。",
    .address = "メールアドレス",
    .account_name = "アカウント名",
    .space = "容量",
    .add_title = "アカウントの追加",
    .add_lead = "設定が完了しましたら、設定情報をご契約住所へ郵送します。",
    .string = "ご希望の文字列",
    .string_hint = "半角の英小文字、数字、「.」「_」「-」。先頭と末尾は英数字、64 文字まで。",
    .apply = "申請する",
    .change_title = "アカウントの変更",
    .change_lead =
        "アドレスの変更、パスワードの再発行、またはその両方を申請いただけます。設定が完了しましたら、設定情報"
        "をご契約住所へ郵送します。",
    .which_account = "対象のアカウント",
    .new_string = "新しい文字列",
    .new_string_hint = "アドレスを変えないときは空欄のままにしてください。",
    .new_password = "パスワードを再発行する",
    .remove_title = "アカウントの削除",
    .remove_lead =
        "削除が完了しますと、そのアドレスでの送受信はできなくなります。郵送でのご連絡はいたしません。",
    .remove_confirm = "サーバに残っているメールも消えることを確認しました",
    .remove_button = "削除を申請する",
    .must_confirm = "確認の欄にチェックを入れてください。",
    .applications_title = "申請の履歴",
    .no_applications = "申請はまだありません。",
    .number = "番号",
    .kind = "内容",
    .applied = "申請日時",
    .due = "設定日",
    .state = "状況",
    .withdraw = "取り消す",
    .kinds = {"追加", "変更", "削除"},
    .states = {"受付済み", "設定完了", "取り消し", "設定できませんでした"},
    .accepted = "申請を受け付けました。",
    .accepted_due = "設定予定日:",
    .withdrawn = "申請を取り消しました。",
    .cannot_withdraw = "この申請は取り消せません。",
    .string_mistakes = {"文字列を入力してください。", "文字列が長すぎます。64 文字までです。",
                        "使えない文字が含まれています。", "記号の位置に誤りがあります。",
                        "この文字列はお使いいただけません。"},
    .apply_mistakes = {"このアドレスはすでに使われています。",
                       "このアドレスについての申請を受け付け済みです。", "対象のアカウントを選んでください。",
                       "変更する内容を選んでください。",
                       "申請を記録できませんでした。しばらくしてからもう一度お試しください。"},
    .faq_title = "よくあるご質問",
    .questions = {{"申請したアカウントはいつから使えますか。",
                   "平日の午後 2 "
                   "時までの申請は当日中に、それ以降と土曜、日曜、祝日の申請は翌営業日に設定します。利用開始"
                   "日の指定はできません。"},
                  {"パスワードはどこに書かれていますか。",
                   "設定の完了後に郵送する書類に記載しております。大文字と小文字は区別されます。"},
                  {"メールソフトには何を設定すればよいですか。",
                   "受信は POP3 (ポート 110)、送信は SMTP (ポート 25 または 587) です。送信時の認証には SMTP "
                   "Auth をお勧めします。"},
                  {"送受信できるメールの大きさはどれだけですか。",
                   "1 通あたり、ヘッダや添付ファイルを含めて 20 MB までです。添付ファイルは 1.2 倍から 1.5 "
                   "倍ほどの大きさになります。"},
                  {"容量を超えるとどうなりますか。",
                   "新しいメールは保存されず、送信者にエラーが返ります。サーバ上のメールを削除しますと、また"
                   "受信できるようになります。"},
                  {"申請を取り消せますか。", "設定の前であれば、「申請の履歴」から取り消していただけます。"}},
    .start_date = "利用開始日",
    .not_found = "ページが見つかりません。",
    .bad_request = "送信された内容を読み取れませんでした。",
    .expired_form = "このページは古くなりました。もう一度開いてからお試しください。",
    .too_large = "送信された内容が大きすぎます。",
    .try_again = "戻る"};

constexpr Texts english = {
    .code = "en",
    .site = "Members’ site",
    .other_language = "日本語",
    .home = "Home",
    .accounts = "Accounts",
    .add = "Add",
    .change = "Change",
    .remove = "Delete",
    .applications = "Applications",
    .faq = "FAQ",
    .logout = "Log out",
    .login_title = "Log in",
    .login_lead = "Your member ID and password are in the papers that came with your contract.",
    .login_name = "Member ID",
    .password = "Password",
    .login_button = "Log in",
    .login_failed = "Member ID or password is wrong.",
    .locked_out = "Too many logins have failed. Please try again later.",
    .welcome = "Welcome",
    .home_lead = "Here you apply for mail accounts to be added, changed or deleted.",
    .due_today = "What you apply for before 2 p.m. of a business day is set up that day.",
    .due_later = "What you apply for now will be set up on",
    .accounts_title = "Mail accounts",
    .accounts_lead = "The mail addresses that work at present.",
    .no_accounts = "There are no mail accounts yet.",
    .address = "Address",
    .account_name = "Account name",
    .space = "Space",
    .add_title = "Add an account",
    .add_lead = "Once it is set up, the settings are posted to the address of your contract.",
    .string = "The text you would like",
    .string_hint =
        "Small letters, digits, “.”, “_” and “-”, beginning and ending with a letter or digit; up to 64.",
    .apply = "Apply",
    .change_title = "Change an account",
    .change_lead =
        "Apply for another address, a new password, or both. Once it is done, the settings are posted to the "
        "address of your contract.",
    .which_account = "Account",
    .new_string = "New text",
    .new_string_hint = "Leave it empty to keep the address.",
    .new_password = "Issue a new password",
    .remove_title = "Delete an account",
    .remove_lead = "Once it is deleted, its address neither receives nor sends. Nothing is posted to you.",
    .remove_confirm = "I know that mail still on the server is lost",
    .remove_button = "Apply for deletion",
    .must_confirm = "Please tick the box to confirm.",
    .applications_title = "Applications",
    .no_applications = "There are no applications yet.",
    .number = "No.",
    .kind = "What",
    .applied = "Applied",
    .due = "To be set up",
    .state = "State",
    .withdraw = "Withdraw",
    .kinds = {"Add", "Change", "Delete"},
    .states = {"Received", "Set up", "Withdrawn", "Could not be set up"},
    .accepted = "Your application has been received.",
    .accepted_due = "It will be set up on",
    .withdrawn = "The application has been withdrawn.",
    .cannot_withdraw = "This application can no longer be withdrawn.",
    .string_mistakes = {"Please enter a text.", "That is too long: 64 characters at the most.",
                        "It holds characters that cannot be used.", "Its punctuation is misplaced.",
                        "This text cannot be used."},
    .apply_mistakes = {"This address is in use.", "An application about this address is waiting already.",
                       "Please choose an account.", "Please choose what to change.",
                       "The application could not be recorded. Please try again later."},
    .faq_title = "Frequent questions",
    .questions =
        {{"From when can I use an account that I have applied for?",
          "What you apply for before 2 p.m. of a business day is set up that day, anything else on the next "
          "business day. A day to start on cannot be chosen."},
         {"Where do I find the password?",
          "In the papers that are posted once the account is set up. Capital and small letters differ."},
         {"What do I tell my mail program?",
          "POP3 (port 110) for receiving, SMTP (port 25 or 587) for sending. We recommend SMTP Auth."},
         {"How large may a mail be?",
          "20 MB with everything in it. Attachments grow to 1.2 to 1.5 times their size on the way."},
         {"What happens when the mailbox is full?",
          "New mail is not stored, and its sender is told. Delete mail from the server to receive again."},
         {"Can I withdraw an application?", "Yes, under “Applications”, until it has been set up."}},
    .start_date = "Start on",
    .not_found = "There is no such page.",
    .bad_request = "What was sent could not be understood.",
    .expired_form = "This page is out of date. Please open it again.",
    .too_large = "What was sent is too large.",
    .try_again = "Back"};

constexpr std::array<std::string_view, 7> weekdays_ja = {"日", "月", "火", "水", "木", "金", "土"};
constexpr std::array<std::string_view, 7> weekdays_en = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months_en = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};

}  // namespace

const Texts& texts_in(Language language) {
  return language == Language::japanese ? japanese : english;
}

std::string day_in(Language language, office::Day day) {
  const std::chrono::year_month_day date(day);
  const auto year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto number = static_cast<unsigned>(date.day());
  const auto weekday = std::chrono::weekday(day).c_encoding();
  if (language == Language::japanese)
    return fmt::format("{}年{}月{}日 ({})", year, month, number, weekdays_ja[weekday]);
  return fmt::format("{}, {} {} {}", weekdays_en[weekday], number, months_en[month - 1], year);
}

std::string time_in(Language language, const office::JapanTime& time) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time.since_midnight).count();
  return fmt::format("{} {}:{:02}", day_in(language, time.day), minutes / 60, minutes % 60);
}

}  // namespace refd::members
