#include <algorithm>

#include <fmt/format.h>

#include "draft/draft.h"
#include "draft/sightings.h"
#include "draft/toml_text.h"
#include "survey/readings.h"
#include "target/host_names.h"

namespace cts {
namespace {

/// One service's table: where it is, and what was seen there.
void write_place(TomlText& out, std::string_view table, const ServicePlace& place, std::string_view port_key,
                 std::uint16_t port, std::string_view seen) {
  out.line().comment(fmt::format("Port {} {}", port, seen));
  if (!place.why.empty()) out.comment(place.why + ".");
  out.line(fmt::format("[{}]", table)).text("host", place.host);
  if (!place.address.empty()) out.text("address", place.address);
  out.key(port_key, std::to_string(port));
}

void write_head(TomlText& out, const DraftRequest& request) {
  out.comment(
      fmt::format("Drafted by hosting-cts init on {} from what {} shows without credentials. What is to be "
                  "filled in says FILL IN; a line that begins with # has no effect.",
                  date_text(request.now), request.asked.host));
  out.line("version = 1").text("name", request.name);
  out.line().comment("What is promised. It was guessed from what was seen: compare it with the contract.");
  out.text("profile", request.profile_file);
  out.line().line("[domain]").text("name", request.asked.domain);
  const std::string& called =
      request.seen.smtp.there.answers ? request.seen.smtp.calls_itself : request.seen.submission.calls_itself;
  if (!called.empty())
    out.comment("SMTP calls itself " + told(called) + ". Where that is the machine's own name:");
  out.key_to_fill_in("server_name", is_host_name(called) ? toml_string(called) : "\"host1.example.net\"");
}

void write_web(TomlText& out, const DraftRequest& request) {
  const Survey& seen = request.seen;
  write_place(out, "web", request.places.web, "port", request.ports.http, sighting(seen.web));
  if (!seen.https.there.answers) return;
  out.comment(fmt::format("HTTPS answers at port {}; the suite speaks plain HTTP there. Its certificate {}.",
                          request.ports.https,
                          sighting(seen.https.tls, request.places.web.host, request.now)));
}

void write_ftp(TomlText& out, const DraftRequest& request) {
  const DraftCredentials& given = request.credentials;
  const FtpSeen& seen = request.seen.ftp;
  write_place(out, "ftp", request.places.ftp, "port", request.ports.ftp, sighting(seen));
  const std::string key = given.ftp_password_file.empty() ? "password_env" : "password_file";
  const std::string value =
      toml_string(given.ftp_password_file.empty() ? given.ftp_password_env : given.ftp_password_file);
  if (given.ftp_login.empty()) {
    out.comment(
        "FILL IN the contract's login, and take both # away. Never the password itself: a variable, or with "
        "password_file a file that others cannot read.");
    out.key_to_fill_in("login", "\"ab-cdftp\"").key_to_fill_in(key, value);
  } else {
    out.text("login", given.ftp_login);
    out.comment(
        "Never the password itself: a variable, or with password_file a file that others cannot read.");
    out.key(key, value);
  }
  if (is_private_address(seen.local_address) && !is_private_address(request.places.ftp.seen_at)) {
    out.comment("This machine has a private address: the target cannot connect back to it.");
    out.line("modes = [\"passive\"]");
  } else {
    out.line("modes = [\"passive\", \"active\"]");
  }
}

void write_mail(TomlText& out, const DraftRequest& request) {
  const Survey& seen = request.seen;
  const HostPorts& ports = request.ports;
  const auto certificate = [&](const CertificateLook& look, const std::string& host, std::string_view whose) {
    if (look.certificate) out.comment(fmt::format("{} {}.", whose, sighting(look, host, request.now)));
  };
  const HostPlaces& places = request.places;
  write_place(out, "pop", places.pop, "port", ports.pop, sighting(seen.pop));
  write_place(out, "pops", places.pop, "port", ports.pops, sighting(seen.pops));
  certificate(seen.pops.tls, places.pop.host, "Its certificate");
  const bool only_submission = !seen.smtp.there.answers && seen.submission.there.answers;
  write_place(out, "smtp", places.smtp, "port", only_submission ? ports.submission : ports.smtp,
              sighting(only_submission ? seen.submission : seen.smtp));
  if (only_submission)
    out.comment(fmt::format(
        "Port {} {} from here, as behind many access providers, so mail is handed in at the other "
        "port alone.",
        ports.smtp, absence(seen.smtp.there)));
  else
    out.comment(fmt::format("Port {} {}", ports.submission, sighting(seen.submission)));
  out.key("submission_port", std::to_string(ports.submission));
  certificate(seen.smtp.tls, places.smtp.host, "The certificate behind STARTTLS");
  if (seen.smtps.there.answers)
    out.comment(fmt::format("Port {} {}; the manuals do not promise it, and nothing tries it.", ports.smtps,
                            sighting(seen.smtps)));
}

void write_mail_accounts(TomlText& out, const DraftRequest& request) {
  const DraftCredentials& given = request.credentials;
  out.line().comment(
      "Mail accounts that nobody else uses while the suite runs; as many of its tests of mail run at once "
      "as there are. Without any, mail is left alone.");
  for (std::size_t i = 0; i < given.mail_logins.size(); ++i) {
    const std::string& login = given.mail_logins[i];
    if (i > 0) out.line();
    out.line("[[mail_account]]").text("name", login);
    if (is_mail_address(login)) out.text("address", login);
    out.text("password_env", fmt::format("{}{}", given.mail_password_env, i + 1));
  }
  if (!given.mail_logins.empty()) return;
  out.comment("FILL IN, where there are some:");
  out.line("# [[mail_account]]").key_to_fill_in("name", "\"test1\"");
  out.key_to_fill_in("address", toml_string("test1@" + request.asked.domain));
  out.key_to_fill_in("password_env", toml_string(given.mail_password_env + "1"));
}

void write_rest(TomlText& out, const DraftRequest& request) {
  if (request.seen.database.asked || request.ports.database != HostPorts{}.database) {
    out.line().comment(
        fmt::format("The database's port, which nobody from outside may reach. From here it {}.",
                    request.seen.database.answers ? "takes connections"
                                                  : "takes none: " + told(request.seen.database.problem)));
    out.line("[database]").key("port", std::to_string(request.ports.database));
  }
  out.line().comment(
      "Where to come from. A second one (another local address as bind, or a proxy) is needed for what "
      "depends on the visitor's address.");
  out.line("[[vantage_point]]").line("name = \"here\"");
  out.line().comment(
      "The most that may be done: observe (only looks), reversible (makes things of its own and removes "
      "them), destructive (can lock the customer out and fill the quota).");
  out.line("[consent]").line("allow = \"reversible\"");
}

}  // namespace

std::string target_draft(const DraftRequest& request) {
  TomlText out;
  write_head(out, request);
  write_web(out, request);
  write_ftp(out, request);
  write_mail(out, request);
  write_mail_accounts(out, request);
  write_rest(out, request);
  return out.content();
}

}  // namespace cts
