#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "config/config_error.h"
#include "draft/host_places.h"
#include "draft/plan_choice.h"
#include "survey/survey.h"

namespace cts {

/// Where the services of a host are looked for.
struct HostPorts {
  std::uint16_t http = 80;
  std::uint16_t https = 443;
  std::uint16_t ftp = 21;
  std::uint16_t smtp = 25;
  std::uint16_t submission = 587;
  std::uint16_t smtps = 465;
  std::uint16_t pop = 110;
  std::uint16_t pops = 995;
  std::uint16_t database = 3306;
};

/// Credentials as a target file names them: never a password itself.
struct DraftCredentials {
  std::string ftp_login;  ///< empty: to be filled in
  std::string ftp_password_env = "HOSTING_CTS_FTP_PASSWORD";
  std::string ftp_password_file;  ///< instead of the variable, unless empty
  std::vector<std::string> mail_logins;
  std::string mail_password_env = "HOSTING_CTS_MAIL_PASSWORD_";  ///< the account's number from 1 is added
};

/// Everything that a draft is made of.
struct DraftRequest {
  HostRequest asked;
  HostPlaces places;
  HostPorts ports;
  Survey seen;
  DraftCredentials credentials;
  std::string name;                           ///< the target's
  std::string profile_file = "profile.toml";  ///< as the target names it
  std::chrono::sys_seconds now{};
};

/// What is looked at, so that a draft can be made. Services whose place is not known are left out.
SurveyPlan survey_plan(const HostPlaces& places, const HostPorts& ports, std::chrono::milliseconds wait);

/// The texts of both files. Comments say what was seen, and what is to be filled in.
std::string target_draft(const DraftRequest& request);
std::string profile_draft(const DraftRequest& request, const PlanChoice& choice);

/// What this program's own readers and review find wrong in such drafts, whatever the passwords will be.
/// Empty: they are sound.
ConfigErrors mistakes_in_drafts(const std::string& target_text, const std::string& profile_text);

/// What was seen of each service, a line each, for people.
std::vector<std::string> survey_lines(const DraftRequest& request);

}  // namespace cts
