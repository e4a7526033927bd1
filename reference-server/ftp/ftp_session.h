#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/account_directory.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/unique_fd.h"
#include "config/site.h"
#include "files/file_tree.h"
#include "ftp/data_address.h"
#include "ftp/ftp_listing.h"
#include "ftp/ftp_reply.h"
#include "ftp/listing_source.h"
#include "ftp/received_file.h"
#include "ftpaccess/access_guard.h"
#include "policy/policies.h"

namespace refd {

struct FtpCommand;

/// What a session needs to know of the server. Everything referred to outlives the session.
struct FtpSurroundings {
  FileTree& files;
  const AccountDirectory& accounts;
  const PolicySource& policies;
  const Clock& clock;
  Log log;
  Site::FtpLimits limits;
  std::string public_name;  ///< in the greeting
  /// The access files, shared by all sessions; none: each session reads them for itself.
  std::shared_ptr<AccessStore> access_files = {};
};

/// The data connection as the session sees it: it prepares one, the pump opens and uses it.
class DataPort {
 public:
  DataPort() = default;
  DataPort(const DataPort&) = delete;
  DataPort& operator=(const DataPort&) = delete;
  virtual ~DataPort() = default;

  /// Passive: listens at the control connection's own address; gives the port.
  virtual Result<std::uint16_t> listen() = 0;
  /// Active: the client listens on this port of its own address.
  virtual void connect_to(std::uint16_t port) = 0;
  /// Whether one of the two has been called since the last transfer.
  virtual bool is_prepared() const = 0;
  /// Forgets what was prepared.
  virtual void forget() = 0;
  /// Octets moved so far by the transfer under way.
  virtual std::uint64_t progress() const = 0;
};

/// What the pump is to move over the data connection: exactly one of the three.
struct FtpTransfer {
  UniqueFd file;  ///< to send, from `offset` to its end
  std::uint64_t offset = 0;
  std::unique_ptr<ByteSource> source;  ///< to send
  ByteSink* sink = nullptr;            ///< to receive into; the session's own
};

/// How a transfer ended.
struct TransferEnd {
  enum class How {
    completed,
    not_connected,  ///< the data connection did not come about
    aborted,        ///< by ABOR, or since the session ends
    broken,         ///< the data connection was cut
    stalled,        ///< no progress for too long
    failed          ///< on our side: `error` says why
  };
  How how = How::completed;
  boost::system::error_code error;
  std::uint64_t octets = 0;
};

/// What is to be done about a line: send the reply; then move the transfer, if any, and report its end by
/// on_transfer_end(); or end the session; or find out the client's names, as awaits_names() says.
struct FtpStep {
  FtpReply reply;
  bool ends = false;
  bool awaits_names = false;  ///< nothing was done: on_line() again after take_client_names()
  std::optional<FtpTransfer> transfer;
};

/// What a line means that comes while a transfer runs.
enum class Interjection {
  abort,   ///< ABOR: stop the transfer; the line is answered after its end
  status,  ///< STAT: answer transfer_status() now
  later    ///< anything else waits for the end of the transfer
};

/// One FTP session: its state, and what each command does to it (RFC 959, 2389, 2428, 3659). Holds no socket
/// and waits for nothing, except that the tree and the password hash may take their time. Used by one thread
/// at a time. The policy is read anew at every decision.
class FtpSession {
 public:
  struct Ends {
    HostAddress server;  ///< the control connection's ends
    HostAddress client;
    /// Host names of the client, each confirmed forward (ACL-4).
    std::vector<std::string> client_names = {};
    AccessSource::Names client_names_known = AccessSource::Names::all_known;
  };

  FtpSession(const FtpSurroundings& surroundings, Ends ends, DataPort& data);
  FtpSession(const FtpSession&) = delete;
  FtpSession& operator=(const FtpSession&) = delete;
  ~FtpSession() = default;

  FtpStep greet();
  /// `line` without its line end.
  FtpStep on_line(std::string_view line);
  /// A line above the limit was thrown away.
  FtpStep on_overlong_line() const;

  static Interjection interjection(std::string_view line);
  FtpReply transfer_status() const;
  FtpReply on_transfer_end(const TransferEnd& end);

  bool is_logged_in() const { return logged_in_; }

  /// Whether an access file asks for the client's names, which nobody has looked up: after a step, or when
  /// the source of a listing failed with EAGAIN, which then goes on after take_client_names().
  bool awaits_names() const { return guard_.wants_names(); }
  std::string client_address() const { return ends_.client.text(); }
  void take_client_names(std::vector<std::string> names, AccessSource::Names known) {
    guard_.take_names(std::move(names), known);
  }

 private:
  friend struct FtpCommandTable;
  using Argument = std::string_view;

  const FtpPolicy& policy() const { return around_.policies.ftp(); }
  FtpStep unknown(std::string_view verb) const;
  FtpStep run(const FtpCommand& command, Argument argument);

  // session_login.cpp
  FtpStep user(Argument name);
  FtpStep pass(Argument password);
  FtpStep acct(Argument);
  FtpStep rein(Argument);
  FtpStep quit(Argument);
  // session_access.cpp
  bool permits(const TreePath& path, std::string_view verb);
  ListingRequest::Shows shown_entries(std::string_view verb);

  std::optional<std::string> admitted(std::string_view name, std::string_view password) const;
  TreePath login_directory() const;
  void forget_login();

  // session_settings.cpp
  FtpStep type(Argument argument);
  FtpStep mode(Argument argument);
  FtpStep stru(Argument argument);
  FtpStep opts(Argument argument);
  FtpStep feat(Argument);
  FtpStep help(Argument argument);
  FtpStep syst(Argument);
  FtpStep noop(Argument);
  FtpStep allo(Argument);
  FtpStep clnt(Argument);
  FtpStep lang(Argument argument);
  FtpStep host(Argument);
  FtpStep not_offered(Argument);

  // session_data.cpp
  FtpStep pasv(Argument);
  FtpStep epsv(Argument argument);
  FtpStep port(Argument argument);
  FtpStep eprt(Argument argument);
  FtpStep prepare_active(const Result<DataAddress>& address, std::string_view verb);
  FtpStep rest(Argument argument);
  FtpStep retr(Argument name);
  FtpStep stor(Argument name);
  FtpStep appe(Argument name);
  FtpStep stou(Argument name);
  FtpStep abor(Argument);
  FtpStep begin_receiving(std::string_view verb, Argument name, const std::string& announcement);
  FtpStep begin_sending(FtpTransfer transfer, const std::string& announcement);
  std::uint64_t take_restart();
  FtpStep receiving_refused(Argument name, const boost::system::error_code& error) const;
  FtpReply transfer_failed(const boost::system::error_code& error) const;

  // session_listing.cpp
  FtpStep list(Argument argument);
  FtpStep nlst(Argument argument);
  FtpStep mlsd(Argument argument);
  FtpStep mlst(Argument argument);
  FtpStep stat(Argument argument);
  ListingRequest listing_request(std::string_view verb);
  FtpStep listing(Argument argument, std::string_view verb);
  Result<std::unique_ptr<ByteSource>> listing_of(ListingRequest request, const std::string& name,
                                                 std::string_view verb);
  Result<std::unique_ptr<ByteSource>> listing_of_matches(ListingRequest request, const std::string& name,
                                                         std::string_view verb);
  FtpReply session_status() const;

  // session_files.cpp
  FtpStep cwd(Argument name);
  FtpStep cdup(Argument);
  FtpStep pwd(Argument);
  FtpStep mkd(Argument name);
  FtpStep rmd(Argument name);
  FtpStep dele(Argument name);
  FtpStep rnfr(Argument name);
  FtpStep rnto(Argument name);
  FtpStep size(Argument name);
  FtpStep mdtm(Argument argument);
  FtpStep mfmt(Argument argument);
  FtpStep mff(Argument argument);
  FtpStep site(Argument argument);
  FtpStep site_chmod(Argument argument);
  FtpStep enter(Argument name, std::string_view verb);
  Result<void> change_mode(const TreePath& path, Argument mode);
  bool exists(const TreePath& path) const;

  /// `name` as the customer's working directory makes it; ENOENT where the policy says so.
  Result<TreePath> place(Argument name) const;

  FtpSurroundings around_;
  Ends ends_;
  DataPort& data_;
  AccessGuard guard_;

  // Who: the name between USER and PASS, and after the login the account's.
  std::optional<std::string> pending_name_;
  std::string name_;
  bool logged_in_ = false;
  unsigned failed_logins_ = 0;

  // How: RFC 959's transfer parameters, RFC 3659's facts.
  bool ascii_ = true;
  bool only_epsv_ = false;
  std::uint64_t restart_ = 0;
  MlstFacts mlst_facts_ = all_mlst_facts();

  // Where and what.
  TreePath directory_;
  std::optional<TreePath> rename_from_;
  std::unique_ptr<ReceivedFile> receiving_;
  std::string transfer_name_;
};

/// The refusal of what an access file forbids.
FtpStep forbidden(std::string_view name);

/// The refusal of what was tried with `name`: 550, or 452 and 552 where there is no room.
FtpReply file_failure(std::string_view name, const boost::system::error_code& error);

/// `text` in a form that is safe in a log line: printable, at most 64 octets.
std::string for_log(std::string_view text);

}  // namespace refd
