#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "client/scripted_server.h"

namespace cts {

/// For tests only: an FTP server over a tree in memory, just enough for a scenario's places. Any login is
/// accepted.
class SmallFtpServer {
 public:
  SmallFtpServer() : server_([this](ScriptedServer::Peer& peer) { converse(peer); }) {}

  Dial dial() const { return server_.dial(); }

  /// A file's content by its path.
  std::map<std::string, std::string> files();
  std::set<std::string> directories();
  void put_directory(const std::string& path);
  void put_file(const std::string& path, const std::string& content);
  /// Neither a file nor a directory of that path any more.
  void lose(const std::string& path);
  /// Commands that begin so are answered 550, until all is forgiven.
  void refuse(const std::string& beginning);
  void forgive();
  /// Whether FEAT names MLST; else there is LIST only.
  void offer_mlsd(bool offered);
  /// Whether NLST gives "." and ".." as well.
  void list_dots(bool listed);
  /// Modes set by SITE CHMOD, by path.
  std::map<std::string, std::string> modes();

 private:
  void converse(ScriptedServer::Peer& peer);
  /// What the session itself is asked; "": it is something else.
  std::string answer_of_session(const std::string& verb) const;
  std::string answer(const std::string& line, std::string& directory, std::string& renamed);
  std::string listing(const std::string& directory, bool facts) const;
  std::string names(const std::string& directory) const;
  std::string remove_directory(const std::string& path);
  bool is_directory(const std::string& path) const { return directories_.contains(path); }

  std::mutex mutex_;
  std::map<std::string, std::string> files_;
  std::set<std::string> directories_{"/", "/web", "/log"};
  std::set<std::string> refused_;
  std::map<std::string, std::string> modes_;
  bool mlsd_ = true;
  bool dots_ = false;
  ScriptedServer server_;  // last: its threads use the rest
};

}  // namespace cts
