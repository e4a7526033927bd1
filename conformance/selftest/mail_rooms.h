#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "selftest/mail_host.h"

namespace cts::selftest {

/// What the sessions of a MailHost share. Everything under `mutex`.
struct MailRooms {
  struct Stored {
    unsigned id = 0;
    std::string text;
  };
  struct Room {
    std::vector<Stored> messages;
    bool locked = false;
    unsigned refusals_left = 0;  ///< although it is not locked
    std::uint64_t octets() const;
  };

  explicit MailRooms(const MailManners& how) : manners(how) {
    for (const char* name : {"one", "two", "three", "four"}) rooms[name];
  }

  void unlock(Room& room) const {
    room.locked = false;
    room.refusals_left = manners.locked_after_end;
  }
  void store(const std::string& account, const std::string& text);
  /// Whether nothing more is stored, whatever its size.
  bool is_full(const std::string& account) const { return rooms.at(account).octets() > MailHost::mailbox; }
  /// The same for a message of this size.
  bool has_room(const std::string& account, std::uint64_t octets) const;
  /// An error mail about the message to `sender`, if he is one of ours.
  void report(const std::string& sender, const std::string& recipient, const std::string& message);

  const MailManners manners;
  std::mutex mutex;
  std::map<std::string, Room> rooms;
  std::set<std::string> read_from;  ///< addresses from which somebody has logged in by POP3
  unsigned guesses = 0;             ///< wrong passwords so far
  unsigned last_id = 0;
};

/// "127.0.0.2", of the other side.
std::string peer_of(int descriptor);
/// "one" for "One@EXAMPLE.jp"; empty: nobody here.
std::string account_at(const std::string& address);

}  // namespace cts::selftest
