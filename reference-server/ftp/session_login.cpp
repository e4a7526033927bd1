#include "ftp/command_line.h"
#include "ftp/ftp_session.h"

namespace refd {

// FTP-LOGIN-1: the answer to a name tells nothing about whether it exists.
FtpStep FtpSession::user(Argument name) {
  if (failed_logins_ >= around_.limits.login_attempts) {
    return {.reply = {421, "Too many failed logins, closing control connection."}, .ends = true};
  }
  forget_login();
  pending_name_ = std::string(name);
  return {.reply = {331, "Password required."}};
}

// FTP-LOGIN-1: the contract's name and password log in, everything else is refused.
FtpStep FtpSession::pass(Argument password) {
  if (logged_in_) return {.reply = {503, "Already logged in."}};
  if (failed_logins_ >= around_.limits.login_attempts) {
    return {.reply = {421, "Too many failed logins, closing control connection."}, .ends = true};
  }
  if (!pending_name_) return {.reply = {503, "Send USER first."}};
  const auto name = std::move(*pending_name_);
  pending_name_.reset();
  const auto account = admitted(name, password);
  if (!account) {
    ++failed_logins_;
    around_.log->warn("ftp: login of '{}' from {} refused", for_log(name), ends_.client.text());
    return {.reply = {policy().refused_login_code, "Login incorrect."}};
  }
  name_ = *account;
  logged_in_ = true;
  failed_logins_ = 0;
  directory_ = login_directory();
  around_.log->info("ftp: '{}' logged in from {}", for_log(name_), ends_.client.text());
  return {
      .reply = {policy().accepted_login_code, "Logged in; your files begin at " + directory_.text() + "."}};
}

std::optional<std::string> FtpSession::admitted(std::string_view name, std::string_view password) const {
  const auto& rules = policy();
  const auto small = capitals(name);
  if (rules.anonymous_may_log_in && (small == "ANONYMOUS" || small == "FTP")) return std::string(name);
  return around_.accounts.ftp_login(name, password,
                                    {.names_are_case_sensitive = rules.names_are_case_sensitive,
                                     .passwords_are_case_sensitive = rules.passwords_are_case_sensitive,
                                     .any_password_is_accepted = rules.any_password_is_accepted});
}

// FTP-DIR-1: two levels deep, so that "../../web" is /web. The root where that directory is gone.
TreePath FtpSession::login_directory() const {
  constexpr std::string_view placeholder = "{name}";
  auto text = policy().login_directory;
  if (const auto found = text.find(placeholder); found != std::string::npos) {
    text.replace(found, placeholder.size(), name_);
  }
  auto directory = TreePath::resolve({}, text);
  if (!directory) return {};
  const auto facts = around_.files.facts(*directory, Reader::owner);
  return facts && facts->kind == FileKind::directory ? *directory : TreePath();
}

void FtpSession::forget_login() {
  pending_name_.reset();
  name_.clear();
  logged_in_ = false;
  ascii_ = true;
  only_epsv_ = false;
  restart_ = 0;
  mlst_facts_ = all_mlst_facts();
  directory_ = TreePath();
  data_.forget();
}

// Superfluous here: no account beyond name and password is ever asked for.
FtpStep FtpSession::acct(Argument) {
  return {.reply = {202, "No account is needed."}};
}

FtpStep FtpSession::rein(Argument) {
  forget_login();
  return {.reply = {220, "Ready for a new user."}};
}

FtpStep FtpSession::quit(Argument) {
  return {.reply = {221, "Goodbye."}, .ends = true};
}

}  // namespace refd
