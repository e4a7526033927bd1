// FTP-LOGIN-1: the contract's name and password, and nothing else.

#include <algorithm>
#include <cctype>

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::Not;

/// `text` with the case of its first letter changed; empty when it has no letter.
std::string in_another_case(std::string text) {
  const auto letter = std::ranges::find_if(text, [](unsigned char c) { return std::isalpha(c) != 0; });
  if (letter == text.end()) return {};
  const auto octet = static_cast<unsigned char>(*letter);
  *letter = static_cast<char>(std::islower(octet) != 0 ? std::toupper(octet) : std::tolower(octet));
  return text;
}

std::string name_of_documents(const Context& context) {
  const std::string& documents = context.profile().web.document_directory;
  return documents.substr(documents.rfind('/') + 1);
}

/// The session shows the customer's own tree: no server that says yes to everyone can. One who is let in and
/// shown another tree has logged in all the same: that is the affair of FTP-DIR.
void need_customers_tree(Context& context, FtpClient& ftp) {
  context.need("a session of the customer's shows the customer's directories", names_in(ftp, "/"),
               Contains(name_of_documents(context)));
}

void expect_refused(Context& context, std::string_view requirement, std::string_view name,
                    std::string_view password) {
  FtpClient customer = context.ftp();  // The right pair works at the same time: it is not just everybody.
  FtpClient intruder = context.connect_ftp();
  context.expect(requirement, intruder.login(name, password), Code(530));
  if (intruder.is_open()) {
    context.expect("who was refused is told nothing", intruder.command("PWD"), Not(Completed()));
  }
  need_customers_tree(context, customer);
}

void contract_pair(Context& context) {
  context.need("the target names the contract's login", context.target().ftp.has_credentials(),
               testing::Eq(true));
  FtpClient ftp = context.connect_ftp();
  context.expect("the contract's name and password are accepted",
                 ftp.login(context.ftp_login(), context.ftp_password()), Code(230));
  context.expect("the session is no yes-man: a directory that is not there cannot be entered",
                 ftp.command("CWD /" + context.unique()), Refused());
  need_customers_tree(context, ftp);
}

void wrong_password(Context& context) {
  expect_refused(context, "a wrong password is refused", context.ftp_login(), "not-" + context.unique());
}

void wrong_case_of_password(Context& context) {
  const std::string password = in_another_case(context.ftp_password());
  if (password.empty()) context.not_applicable("the password holds no letter");
  expect_refused(context, "the password in another case is refused", context.ftp_login(), password);
}

void wrong_case_of_name(Context& context) {
  const std::string name = in_another_case(context.ftp_login());
  if (name.empty()) context.not_applicable("the login name holds no letter");
  expect_refused(context, "the login name in another case is refused", name, context.ftp_password());
}

void unknown_name(Context& context) {
  expect_refused(context, "a name that nobody has is refused, also with the right password",
                 "nobody-" + context.unique(), context.ftp_password());
}

void empty_password(Context& context) {
  FtpClient customer = context.ftp();
  FtpClient intruder = context.connect_ftp();
  context.expect("an empty password is refused, as a wrong one or as a mistake in the command",
                 intruder.login(context.ftp_login(), ""), Code(AnyOf(530, 500, 501)));
  if (intruder.is_open()) {
    context.expect("who was refused is told nothing", intruder.command("PWD"), Not(Completed()));
  }
  need_customers_tree(context, customer);
}

void no_anonymous(Context& context) {
  for (const std::string_view name : {"anonymous", "ftp"}) {
    expect_refused(context, "there is no login as " + std::string(name), name, "visitor@example.com");
  }
}

void required_first(Context& context) {
  FtpClient ftp = context.connect_ftp();
  const std::string& documents = context.profile().web.document_directory;
  for (const std::string& command : {std::string("PWD"), "CWD " + documents, std::string("RETR hello.html"),
                                     "DELE " + documents + "/" + context.unique()}) {
    context.expect("before the login " + command.substr(0, command.find(' ')) + " is refused",
                   ftp.command(command), Code(AnyOf(530, 503)));
  }
  context.expect("after it the session works", ftp.login(context.ftp_login(), context.ftp_password()),
                 Completed());
  need_customers_tree(context, ftp);
}

void after_a_failure(Context& context) {
  FtpClient ftp = context.connect_ftp();
  context.expect("a wrong password is refused", ftp.login(context.ftp_login(), "not-" + context.unique()),
                 Code(530));
  const FtpReply second = ftp.login(context.ftp_login(), context.ftp_password());
  context.record("ftp.after_a_failed_login",
                 second.completed() ? "same session may try again" : "session is ended");
  FtpClient fresh = second.completed() ? std::move(ftp) : context.connect_ftp();
  if (!second.completed()) {
    context.expect("a mistake locks nobody out: the right pair is accepted in a new session",
                   fresh.login(context.ftp_login(), context.ftp_password()), Code(230));
  }
  need_customers_tree(context, fresh);
}

const Scenario table[] = {
    {.id = "ftp.login.contract_pair",
     .clauses = {"FTP-LOGIN-1"},
     .purpose = "The contract's name and password open the customer's files.",
     .needs = Need::ftp,  // it judges the login that others need
     .tier = Tier::smoke,
     .consent = Consent::observe,
     .run = contract_pair},
    {.id = "ftp.login.wrong_password",
     .clauses = {"FTP-LOGIN-1"},
     .purpose = "Nobody enters with a wrong password.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = wrong_password},
    {.id = "ftp.login.wrong_case_of_password",
     .clauses = {"FTP-LOGIN-1"},
     .purpose = "A password with a capital in the wrong place is a wrong password.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = wrong_case_of_password},
    {.id = "ftp.login.wrong_case_of_name",
     .clauses = {"FTP-LOGIN-1"},
     .purpose = "A login name with a capital in the wrong place is another name.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = wrong_case_of_name},
    {.id = "ftp.login.unknown_name",
     .clauses = {"FTP-LOGIN-1"},
     .purpose = "Nobody enters under a name that the contract does not have.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = unknown_name},
    {.id = "ftp.login.empty_password",
     .clauses = {"FTP-LOGIN-1"},
     .purpose = "Nobody enters without a password.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = empty_password},
    {.id = "ftp.login.no_anonymous",
     .clauses = {"FTP-LOGIN-1"},
     .purpose = "There is no anonymous entrance to the customer's files.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = no_anonymous},
    {.id = "ftp.login.required_first",
     .clauses = {"FTP-LOGIN-1"},
     .purpose = "Before the login nothing is told, given or changed.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = required_first},
    {.id = "ftp.login.after_a_failure",
     .clauses = {"FTP-LOGIN-1"},
     .purpose = "A customer who mistypes the password once can still log in.",
     .needs = Need::ftp_login,
     .consent = Consent::observe,
     .run = after_a_failure},
};

}  // namespace

std::span<const Scenario> ftp_login_scenarios() {
  return table;
}

}  // namespace cts
