#include "runner/clean_up.h"

#include <set>

#include "check/listing.h"
#include "client/ftp_client.h"
#include "client/transcript.h"
#include "runner/interconnection.h"
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

}  // namespace

CleanUpReport clean_up(const Target& target, const Profile& profile, const JournalContent& journal,
                       Footprint& footprint) {
  CleanUpReport report;
  if (!journal.anything_created) return report;
  Transcript transcript(target.secrets());
  FtpClient session = FtpClient::connect(ftp_dial(target), deadlines_of(target), transcript);
  if (session.login(target.ftp.login, target.ftp.password.reveal()).code != 230) {
    report.problem = "no FTP login, so nothing could be removed or verified";
    report.left = journal.remaining;
    return report;
  }

  Remover remover(session);
  std::set<std::string> places{profile.web.document_directory};
  std::set<std::string> known;
  for (const std::string& path : journal.remaining) {
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
  return report;
}

}  // namespace cts
