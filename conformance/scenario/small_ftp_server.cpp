#include "scenario/small_ftp_server.h"

#include <algorithm>

#include "scenario/remover.h"

namespace cts {
namespace {

using Lock = std::lock_guard<std::mutex>;

std::string absolute(const std::string& directory, std::string path) {
  if (path.size() > 1 && path.ends_with('/')) path.pop_back();
  if (path.starts_with('/')) return path;
  return (directory == "/" ? "" : directory) + "/" + path;
}

std::string fact_line(const std::string& name, const std::string* content) {
  return content == nullptr ? "type=dir; " + name + "\r\n"
                            : "type=file;size=" + std::to_string(content->size()) + "; " + name + "\r\n";
}

std::string unix_line(const std::string& name, const std::string* content) {
  return (content == nullptr ? "drwxr-xr-x 2 u g 4096"
                             : "-rw-r--r-- 1 u g " + std::to_string(content->size())) +
         std::string(" Nov 23 04:05 ") + name + "\r\n";
}

}  // namespace

std::map<std::string, std::string> SmallFtpServer::files() {
  const Lock lock(mutex_);
  return files_;
}

std::set<std::string> SmallFtpServer::directories() {
  const Lock lock(mutex_);
  return directories_;
}

std::map<std::string, std::string> SmallFtpServer::modes() {
  const Lock lock(mutex_);
  return modes_;
}

void SmallFtpServer::put_directory(const std::string& path) {
  const Lock lock(mutex_);
  directories_.insert(path);
}

void SmallFtpServer::put_file(const std::string& path, const std::string& content) {
  const Lock lock(mutex_);
  files_[path] = content;
}

void SmallFtpServer::lose(const std::string& path) {
  const Lock lock(mutex_);
  files_.erase(path);
  directories_.erase(path);
}

void SmallFtpServer::refuse(const std::string& beginning) {
  const Lock lock(mutex_);
  refused_.insert(beginning);
}

void SmallFtpServer::forgive() {
  const Lock lock(mutex_);
  refused_.clear();
}

void SmallFtpServer::offer_mlsd(bool offered) {
  const Lock lock(mutex_);
  mlsd_ = offered;
}

void SmallFtpServer::list_dots(bool listed) {
  const Lock lock(mutex_);
  dots_ = listed;
}

std::string SmallFtpServer::names(const std::string& directory) const {
  std::string out = dots_ ? ".\r\n..\r\n" : "";
  for (const std::string& path : directories_)
    if (path != "/" && parent_of(path) == directory) out += name_in_parent(path) + "\r\n";
  for (const auto& [path, content] : files_)
    if (parent_of(path) == directory) out += name_in_parent(path) + "\r\n";
  return out;
}

std::string SmallFtpServer::listing(const std::string& directory, bool facts) const {
  const auto line = facts ? &fact_line : &unix_line;
  std::string out;
  for (const std::string& path : directories_)
    if (path != "/" && parent_of(path) == directory) out += line(name_in_parent(path), nullptr);
  for (const auto& [path, content] : files_)
    if (parent_of(path) == directory) out += line(name_in_parent(path), &content);
  return out;
}

std::string SmallFtpServer::remove_directory(const std::string& path) {
  if (!is_directory(path)) return "550 no directory\r\n";
  if (!listing(path, true).empty()) return "550 not empty\r\n";
  directories_.erase(path);
  return "250 gone\r\n";
}

std::string SmallFtpServer::answer_of_session(const std::string& verb) const {
  if (verb == "USER") return "331 password\r\n";
  if (verb == "PASS") return "230 in\r\n";
  if (verb == "TYPE" || verb == "NOOP") return "200 ok\r\n";
  if (verb == "QUIT") return "221 bye\r\n";
  if (verb != "FEAT") return {};
  const std::string listings = mlsd_ ? " MLST type*;size*;\r\n" : "";
  return "211-Features:\r\n" + listings + " UTF8\r\n211 End\r\n";
}

std::string SmallFtpServer::answer(const std::string& line, std::string& directory, std::string& renamed) {
  const Lock lock(mutex_);
  if (std::ranges::any_of(refused_, [&line](const auto& beginning) { return line.starts_with(beginning); }))
    return "550 refused\r\n";
  const std::size_t space = line.find(' ');
  const std::string verb = line.substr(0, space);
  const std::string path = space == std::string::npos ? "" : absolute(directory, line.substr(space + 1));
  if (std::string said = answer_of_session(verb); !said.empty()) return said;
  if (verb == "CWD") {
    if (!is_directory(path)) return "550 no directory\r\n";
    directory = path;
    return "250 there\r\n";
  }
  if (verb == "MKD") {
    if (!is_directory(parent_of(path)) || is_directory(path)) return "550 no\r\n";
    directories_.insert(path);
    return "257 made\r\n";
  }
  if (verb == "SIZE") {
    const auto file = files_.find(path);
    return file == files_.end() ? "550 no file\r\n" : "213 " + std::to_string(file->second.size()) + "\r\n";
  }
  if (verb == "RETR") return files_.contains(path) ? "150 data\r\n" : "550 no file\r\n";
  if (verb == "RMD") return remove_directory(path);
  if (verb == "DELE") return files_.erase(path) != 0 ? "250 gone\r\n" : "550 no file\r\n";
  if (verb == "RNFR") {
    renamed = path;
    return files_.contains(path) ? "350 and to?\r\n" : "550 no file\r\n";
  }
  if (verb == "RNTO") {
    files_[path] = files_[renamed];
    files_.erase(renamed);
    return "250 renamed\r\n";
  }
  if (line.starts_with("SITE CHMOD ")) {
    modes_[line.substr(15)] = line.substr(11, 3);
    return "200 done\r\n";
  }
  return "502 not here\r\n";
}

void SmallFtpServer::converse(ScriptedServer::Peer& peer) {
  std::string directory = "/";
  std::string renamed;
  Socket listener;
  peer.say("220 small\r\n");
  for (std::string line = peer.hear(); !line.empty(); line = peer.hear()) {
    const bool list = line == "MLSD" || line == "NLST" || line.starts_with("LIST");
    const bool store = line.starts_with("STOR ");
    const bool retrieve = line.starts_with("RETR ");
    if (line == "PASV") {
      listener = peer.offer_passive();
    } else if (!list && !store && !retrieve) {
      peer.say(answer(line, directory, renamed));
    } else if (const std::string refusal = answer(line, directory, renamed); refusal.starts_with("550")) {
      peer.say(refusal);
    } else {
      ScriptedServer::Peer data = peer.accept(listener);
      peer.say("150 data\r\n");
      if (store) put_file(absolute(directory, line.substr(5)), data.hear_all());
      if (retrieve) data.say(files()[absolute(directory, line.substr(5))]);
      if (list) {
        const Lock lock(mutex_);
        data.say(line == "NLST" ? names(directory) : listing(directory, line == "MLSD"));
      }
      data.close();
      peer.say("226 done\r\n");
    }
  }
}

}  // namespace cts
