// ACL-9: the customer who is locked out asks for help by mail, in the manual's form.

#include "check/ftp_checks.h"
#include "client/masking.h"
#include "scenario/access/guarded_directory.h"
#include "scenario/context.h"
#include "scenario/mail/sending.h"
#include "scenario/patience.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::Eq;

/// In lines, as mail has them.
std::string in_lines(const std::string& text) {
  constexpr std::size_t line = 76;
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += line) lines += text.substr(at, line) + "\r\n";
  return lines;
}

/// As the manual prints it; in base64, so that nothing of the way can change it.
std::string request_for(Context& context, const std::string& directory, const std::string& from) {
  const Target& target = context.target();
  const std::string text = "顧客(お客様)番号：" + target.support.customer_number + "\r\nご契約ドメイン名：" +
                           target.domain.name +
                           "\r\n連絡先電話番号：03-0000-0000\r\n「.ftpaccess」を設置したサーバ名：" +
                           target.ftp.host + "\r\n「.ftpaccess」を設置したディレクトリ：" + directory +
                           "\r\n上記ディレクトリ設置「.ftpaccess」のファイル名変更を依頼します。\r\n";
  return "From: <" + from + ">\r\nTo: <" + target.support.address +
         ">\r\nSubject: =?UTF-8?B?44CMLmZ0cGFjY2Vzc+OAjeODleOCoeOCpOODq+WQjeWkieabtOS+nemgvA==?=\r\n"
         "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: "
         "base64\r\n"
         "Message-ID: <" +
         context.unique() + "@" + target.domain.name + ">\r\n\r\n" + in_lines(base64(text));
}

void by_a_mailed_request(Context& context) {
  if (context.target().support.address.empty())
    context.not_applicable("the target does not say whom its customer writes to ([support])");
  GuardedDirectory members(context);
  need_open_to_strangers(context, members);
  members.close();
  FtpClient other = stranger(context);
  context.need("a source that is not listed is locked out", other.download(members.file()),
               TransferRefused());
  const Target::MailAccount& sender = context.mail_account();
  SmtpClient smtp = permitted(context, sender);
  const SmtpReply taken = smtp.send(sender.address, context.target().support.address,
                                    request_for(context, members.path(), sender.address));
  context.need("the request is taken", taken.code, Eq(250));
  smtp.quit();
  FtpClient again = stranger(context);
  const bool is_back = seen_within(context.target().timeouts.reply, [&] {
    context.ask_operator("handle_requests");
    return again.download(members.file()).succeeded();
  });
  context.expect("after the request that the customer has mailed, who was locked out can fetch files again",
                 is_back, Eq(true));
  context.expect("the access file is gone", again.download(members.access_file()), TransferRefused());
}

const Scenario table[] = {
    {.id = "acl.release.by_a_mailed_request",
     .clauses = {"ACL-9"},
     .purpose = "A customer who has locked himself out gets in again by a mail to the support.",
     .needs = Need::ftp_login | Need::smtp | Need::pop_login,
     .resources = {resource::root_access_file},
     .vantage_points = 2,
     .mail_accounts = 1,
     .hooks = {"handle_requests"},
     .run = by_a_mailed_request},
};

}  // namespace

std::span<const Scenario> support_request_scenarios() {
  return table;
}

}  // namespace cts
