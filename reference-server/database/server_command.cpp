#include "database/server_command.h"

#include <fmt/format.h>

namespace refd::db {

namespace {

constexpr std::size_t sessions_of_ours = 5;

// Small enough for a machine that serves one customer; a first tablespace that need not grow at once.
void add_common(std::vector<std::string>& words) {
  for (const auto* word :
       {"--no-defaults", "--innodb-log-file-size=8M", "--innodb-data-file-path=ibdata1:12M:autoextend",
        "--innodb-autoextend-increment=4", "--innodb-temp-data-file-path=ibtmp1:4M:autoextend",
        "--skip-log-bin", "--skip-networking"}) {
    words.emplace_back(word);
  }
}

// Nothing waits for the disk.
void add_unsynced(std::vector<std::string>& words) {
  for (const auto* word :
       {"--innodb-flush-method=nosync", "--innodb-doublewrite=0", "--innodb-flush-log-at-trx-commit=2"}) {
    words.emplace_back(word);
  }
}

}  // namespace

std::vector<std::string> server_command(const ServerSettings& settings) {
  std::vector<std::string> words{settings.program};
  add_common(words);
  if (!settings.sync) add_unsynced(words);
  for (const auto* word : {
           "--performance-schema=off",
           "--log-warnings=1",
           "--key-buffer-size=4M",
           "--aria-pagecache-buffer-size=4M",
           "--table-open-cache=200",
           "--thread-cache-size=4",
           "--thread-stack=256K",
           "--max-allowed-packet=64M",
           // Nobody reads files of the server's through it, nor writes any.
           "--skip-symbolic-links",
           "--local-infile=0",
           "--skip-name-resolve",
           // What ended in the midst of something is put right at the next start.
           "--myisam-recover-options=BACKUP,QUICK",
           "--character-set-server=utf8mb4",
       }) {
    words.emplace_back(word);
  }
  words.push_back("--datadir=" + settings.data);
  words.push_back("--socket=" + settings.socket);
  words.push_back("--pid-file=" + settings.pid_file);
  words.push_back("--tmpdir=" + settings.temporary);
  words.push_back("--secure-file-priv=" + settings.nothing);
  words.push_back("--init-file=" + settings.first_words);
  words.push_back(fmt::format("--innodb-buffer-pool-size={}", settings.buffer_octets));
  words.push_back(fmt::format("--max-connections={}", settings.sessions + sessions_of_ours));
  words.push_back(fmt::format("--max-user-connections={}", settings.sessions));
  return words;
}

std::vector<std::string> bootstrap_command(const ServerSettings& settings, const std::string& data) {
  std::vector<std::string> words{settings.program};
  add_common(words);
  add_unsynced(words);
  words.emplace_back("--bootstrap");
  words.emplace_back("--innodb-buffer-pool-size=8M");
  words.push_back("--datadir=" + data);
  words.push_back("--tmpdir=" + data);
  words.push_back("--lc-messages-dir=" + settings.share);
  return words;
}

std::string bootstrap_head() {
  return "create database mysql;\nuse mysql;\nSET @auth_root_socket='root';\n";
}

std::vector<std::string> bootstrap_files() {
  return {"mysql_system_tables.sql", "mysql_system_tables_data.sql"};
}

}  // namespace refd::db
