#include "runner/clean_up.h"

#include <algorithm>
#include <set>

#include "check/listing.h"
#include "client/ftp_client.h"
#include "client/pop_client.h"
#include "client/transcript.h"
#include "runner/interconnection.h"
#include "scenario/letter_remover.h"
#include "scenario/remover.h"

namespace cts {
namespace {

/// The names in `directory` that carry the run's id; a directory that cannot be listed holds none that we
/// know.
std::vector<std::string> ours_in(FtpClient& session, const std::string& directory,
                                 const std::string& run_id) {
  std::vector<std::string> ours;
  if (!session.command("CWD " + directory).completed()) return ours;
  const FtpTransfer transfer = session.list("LIST -a");
  if (!transfer.succeeded()) return ours;
  for (const ListEntry& entry : parse_unix_list(transfer.data).entries) {
    if (entry.name.find(run_id) != std::string::npos) ours.push_back(entry.name);
  }
  return ours;
}

/// Removes the run's letters from one mailbox.
void clean_mailbox(const Target& target, const std::string& name, const JournalContent& journal,
                   CleanUpReport& report, Footprint& footprint) {
  const std::string mailbox = mailbox_footprint(name);
  const auto account = std::find_if(target.mail_accounts.begin(), target.mail_accounts.end(),
                                    [&name](const auto& one) { return one.name == name; });
  Transcript transcript(target.secrets());
  for (int round = 0; round < 2 && account != target.mail_accounts.end(); ++round) {
    PopClient session =
        PopClient::connect(pop_dial(target), PopClient::Security::plain, deadlines_of(target), transcript);
    if (!session.login(account->name, account->password.reveal()).positive) break;
    if (round == 0) {
      remove_letters(session, journal.head.run_id);
    } else if (letters_with(session, journal.head.run_id).empty()) {
      session.quit();
      report.removed.push_back(mailbox);
      footprint.removed(mailbox);
      return;
    }
  }
  report.left.push_back(mailbox);
}

void clean_tree(const Target& target, const Profile& profile, const std::vector<std::string>& paths,
                const JournalContent& journal, CleanUpReport& report, Footprint& footprint) {
  Transcript transcript(target.secrets());
  FtpClient session = FtpClient::connect(ftp_dial(target), deadlines_of(target), transcript);
  if (session.login(target.ftp.login, target.ftp.password.reveal()).code != 230) {
    report.problem = "no FTP login, so nothing could be removed or verified";
    report.left.insert(report.left.end(), paths.begin(), paths.end());
    return;
  }

  Remover remover(session);
  std::set<std::string> places{profile.web.document_directory};
  std::set<std::string> known;
  for (const std::string& path : paths) {
    const std::vector<std::string> left = remover.remove(path);
    report.left.insert(report.left.end(), left.begin(), left.end());
    places.insert(parent_of(path));
    known.insert(path);
    if (!left.empty()) continue;
    report.removed.push_back(path);
    footprint.removed(path);
  }
  for (const std::string& place : places) {
    for (const std::string& name : ours_in(session, place, journal.head.run_id)) {
      const std::string path = (place == "/" ? "" : place) + "/" + name;
      if (!known.contains(path)) report.left.push_back(path);
    }
  }
  session.quit();
}

}  // namespace

CleanUpReport clean_up(const Target& target, const Profile& profile, const JournalContent& journal,
                       Footprint& footprint) {
  CleanUpReport report;
  std::vector<std::string> paths;
  for (const std::string& entry : journal.remaining) {
    if (const std::string account = account_in_footprint(entry); !account.empty())
      clean_mailbox(target, account, journal, report, footprint);
    else
      paths.push_back(entry);
  }
  if (journal.anything_created) clean_tree(target, profile, paths, journal, report, footprint);
  return report;
}

}  // namespace cts
