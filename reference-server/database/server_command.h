#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace refd::db {

/// How MariaDB is run: where everything of it lies, and what it may take.
struct ServerSettings {
  std::string program;
  std::string share;          ///< the folder that its first tables are described in
  std::string data;           ///< its data directory
  std::string socket;         ///< its only way in
  std::string pid_file;       ///< for people
  std::string nothing;        ///< an empty directory: the only one whose files it reads for customers
  std::string temporary;      ///< the folder of its temporary tables: it removes those of others as it starts
  std::string first_words;    ///< a file of statements that it runs at each start
  std::size_t sessions = 50;  ///< of customers; some more are for this server
  std::uint64_t buffer_octets = 16 << 20;
  bool sync = true;  ///< what is acknowledged is on the disk
};

/// The command line of the server. None of the machine's own option files is read.
std::vector<std::string> server_command(const ServerSettings& settings);

/// The command line that makes the first tables in `data`, from statements on standard input.
std::vector<std::string> bootstrap_command(const ServerSettings& settings, const std::string& data);

/// Those statements, less the two files of the share folder that follow them. Nobody is let in by a password.
std::string bootstrap_head();

/// Names of these files in the share folder.
std::vector<std::string> bootstrap_files();

/// The path of a socket may have no more octets than this.
inline constexpr std::size_t longest_socket_path = 107;

}  // namespace refd::db
