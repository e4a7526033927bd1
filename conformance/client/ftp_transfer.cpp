#include <poll.h>

#include <algorithm>
#include <array>
#include <memory>

#include "client/ftp_client_impl.h"
#include "client/repeat.h"

namespace cts {
namespace {

constexpr std::size_t chunk = 256u << 10;

bool is_active(DataMode mode) {
  return mode == DataMode::port || mode == DataMode::eprt;
}

std::string count_of(std::size_t octets) {
  return std::to_string(octets) + (octets == 1 ? " octet" : " octets");
}

}  // namespace

/// One transfer in progress: its data connection, and an eye on the control connection meanwhile.
class FtpDataTransfer {
 public:
  using Impl = FtpClient::Impl;
  FtpDataTransfer(FtpClient& client, Impl& impl, const FtpTransferOptions& options)
      : client_(client), impl_(impl), options_(options) {}

  FtpTransfer run(std::string_view command, std::optional<std::string_view> data,
                  const std::function<void(FtpClient&)>& on_open);

 private:
  // Each returns whether the transfer can go on; if not, the result says why.
  bool agree_on_type();
  bool prepare_connection();
  bool prepare_usual_connection();
  bool prepare_connection_by(DataMode mode);
  bool open_passive();
  bool listen_for_active();
  bool restart();
  bool start(std::string_view command);
  bool accept_active();
  bool accept_one(bool& over);

  void receive();
  bool take_data(std::span<char> buffer);
  void send(std::string_view data);
  bool give_data(std::string_view data, std::size_t& done);
  void finish(bool interrupted);
  bool fail(std::string problem);
  void watch_control(short revents);
  // A data connection that outlives the final reply gets only the reply deadline more.
  Deadline limit() const;
  std::string overtime(std::size_t octets) const;
  bool control_is_over() const { return !impl_.control.is_open() || !impl_.ready.empty(); }

  FtpClient& client_;
  Impl& impl_;
  const FtpTransferOptions& options_;
  DataMode mode_ = DataMode::usual;  // the one that is tried, then the one that was taken
  FtpTransfer result_;
  std::string channel_;
  Socket listener_;
  Socket data_;
  Deadline deadline_ = Deadline::max();
  Deadline control_over_ = Deadline::max();
};

bool FtpDataTransfer::fail(std::string problem) {
  impl_.transcript.note(channel_.empty() ? impl_.channel : channel_, problem);
  result_.problem = std::move(problem);
  return false;
}

bool FtpDataTransfer::agree_on_type() {
  if (impl_.type == options_.type) return true;
  result_.setup = client_.command(std::string("TYPE ") + options_.type);
  return result_.setup.completed();
}

bool FtpDataTransfer::prepare_connection() {
  return options_.mode == DataMode::usual ? prepare_usual_connection() : prepare_connection_by(options_.mode);
}

bool FtpDataTransfer::prepare_usual_connection() {
  constexpr std::array in_turn{DataMode::pasv, DataMode::epsv, DataMode::port, DataMode::eprt};
  const DataMode first = impl_.usual_mode;
  if (prepare_connection_by(first)) return true;
  for (const DataMode mode : in_turn) {
    // Only what the target does not offer is passed over. What it offers and does not keep is a problem.
    if (!result_.problem.empty() || result_.setup.code < 500) return false;
    if (mode == first || (is_active(mode) && !impl_.dial.proxy.empty())) continue;
    if (prepare_connection_by(mode)) {
      impl_.usual_mode = mode;
      return true;
    }
  }
  return false;
}

bool FtpDataTransfer::prepare_connection_by(DataMode mode) {
  mode_ = mode;
  return is_active(mode) ? listen_for_active() : open_passive();
}

bool FtpDataTransfer::open_passive() {
  const bool extended = mode_ == DataMode::epsv;
  result_.setup = client_.command(extended ? "EPSV" : "PASV");
  if (!result_.setup.completed()) return false;
  const Endpoint peer = impl_.control.peer();
  const bool proxied = !impl_.dial.proxy.empty();
  const std::string named = impl_.dial.address.empty() ? impl_.dial.host : impl_.dial.address;
  const std::string address = proxied ? named : peer.address();
  PassiveAddress said{address, 0};
  if (extended) {
    said.port = parse_epsv(result_.setup.text()).value_or(0);
  } else if (const auto parsed = parse_pasv(result_.setup.text())) {
    said = *parsed;
  }
  if (said.port == 0) return fail("no data address in \"" + result_.setup.text().substr(0, 200) + "\"");
  result_.data_address = said.address + ":" + std::to_string(said.port);
  channel_ = impl_.transcript.channel("ftp-data");
  if (said.address != address)
    impl_.transcript.note(channel_,
                          "the reply names " + said.address + "; connecting to " + address + " instead");
  Connection connection =
      connect_to_port(impl_.dial, address, said.port, deadline_in(impl_.deadlines.connect));
  if (!connection.socket.is_open())
    return fail("data connection to port " + std::to_string(said.port) + ": " + connection.problem);
  data_ = std::move(connection.socket);
  impl_.transcript.note(channel_, "connected to port " + std::to_string(said.port));
  return true;
}

bool FtpDataTransfer::listen_for_active() {
  if (!impl_.dial.proxy.empty()) return fail("active mode is not possible through a proxy");
  if (!impl_.control.is_open()) return fail(impl_.why_closed);
  const Endpoint local = impl_.control.local();
  if (mode_ == DataMode::port && local.is_ipv6()) return fail("PORT cannot name an IPv6 address");
  std::string problem;
  listener_ = Socket::listen(local.address(), problem);
  if (!listener_.is_open()) return fail(problem);
  const Endpoint here = listener_.local();
  channel_ = impl_.transcript.channel("ftp-data");
  result_.data_address = here.text();
  result_.setup = client_.command(mode_ == DataMode::port ? port_command(here.address(), here.port())
                                                          : eprt_command(here.address(), here.port()));
  return result_.setup.completed();
}

bool FtpDataTransfer::restart() {
  if (options_.restart_at == 0) return true;
  result_.setup = client_.command("REST " + std::to_string(options_.restart_at));
  return result_.setup.code >= 300 && result_.setup.code < 400;
}

bool FtpDataTransfer::start(std::string_view command) {
  result_.opened = client_.command(command);
  impl_.transcript.repeat_with(repeat_ftp_transfer(impl_.dial, impl_.login, command, options_));
  if (result_.opened.code >= 100 && result_.opened.code < 200) return true;
  result_.completed = result_.opened;
  return false;
}

bool FtpDataTransfer::accept_one(bool& over) {
  const Deadline deadline = std::min(deadline_in(impl_.deadlines.connect), limit());
  std::array<pollfd, 2> fds{pollfd{listener_.descriptor(), POLLIN, 0},
                            pollfd{control_is_over() ? -1 : impl_.control.descriptor(), POLLIN, 0}};
  over = !wait_for(fds, deadline);
  if (over) return false;
  if (fds[1].revents != 0) {
    impl_.take_arrived();
    over = control_is_over() && fds[0].revents == 0;
  }
  if (fds[0].revents == 0) return false;
  data_ = listener_.accept(deadline);
  if (!data_.is_open()) return false;
  const std::string source = data_.peer().address();
  if (source == impl_.control.peer().address()) return true;
  impl_.transcript.note(channel_, "a connection from " + source + " is not the target's: closed");
  data_.close();
  return false;
}

bool FtpDataTransfer::accept_active() {
  // A stranger who knocks again and again does not prolong the wait.
  deadline_ = deadline_in(impl_.deadlines.connect);
  bool over = false;
  while (!over) {
    if (accept_one(over)) {
      impl_.transcript.note(channel_, "connected by " + data_.peer().text());
      return true;
    }
  }
  return fail("the target did not connect to " + result_.data_address);
}

Deadline FtpDataTransfer::limit() const {
  return std::min(deadline_, control_over_);
}

std::string FtpDataTransfer::overtime(std::size_t octets) const {
  if (control_over_ < deadline_)
    return "the data connection was left open after the last reply (" + count_of(octets) + " so far)";
  return "the transfer was not over within " + text_of(impl_.deadlines.transfer) + " (" + count_of(octets) +
         " so far)";
}

void FtpDataTransfer::watch_control(short revents) {
  if (revents == 0) return;
  impl_.take_arrived();
  if (control_is_over()) control_over_ = deadline_in(impl_.deadlines.reply);
}

bool FtpDataTransfer::take_data(std::span<char> buffer) {
  const Io io = data_.read_some(buffer, no_wait);
  if (io.state == Io::State::closed) return false;
  if (io.state == Io::State::reset)
    return fail("the data connection was cut after " + count_of(result_.data.size()));
  result_.data.append(buffer.data(), io.octets);
  if (result_.data.size() <= options_.take_at_most) return true;
  result_.data.resize(options_.take_at_most);
  return fail("more than " + count_of(options_.take_at_most) + " came");
}

void FtpDataTransfer::receive() {
  const auto buffer = std::make_unique<std::array<char, chunk>>();
  while (true) {
    std::array<pollfd, 2> fds{pollfd{data_.descriptor(), POLLIN, 0},
                              pollfd{control_is_over() ? -1 : impl_.control.descriptor(), POLLIN, 0}};
    if (std::chrono::steady_clock::now() > limit() || !wait_for(fds, limit())) {
      fail(overtime(result_.data.size()));
      break;
    }
    watch_control(fds[1].revents);
    if (fds[0].revents != 0 && !take_data(*buffer)) break;
  }
  impl_.transcript.received(channel_, result_.data);
  impl_.transcript.note(channel_, "over after " + count_of(result_.data.size()));
}

bool FtpDataTransfer::give_data(std::string_view data, std::size_t& done) {
  const Io io = data_.write_some(data.substr(done, chunk), no_wait);
  if (io.state == Io::State::reset)
    return fail("the target cut the data connection after " + count_of(done) + " of " +
                std::to_string(data.size()));
  done += io.octets;
  return done < data.size();
}

void FtpDataTransfer::send(std::string_view data) {
  std::size_t done = 0;
  impl_.transcript.sent(channel_, data);
  while (done < data.size()) {
    std::array<pollfd, 2> fds{pollfd{data_.descriptor(), POLLOUT, 0},
                              pollfd{control_is_over() ? -1 : impl_.control.descriptor(), POLLIN, 0}};
    if (std::chrono::steady_clock::now() > limit() || !wait_for(fds, limit())) {
      fail(overtime(done));
      break;
    }
    watch_control(fds[1].revents);
    if (!impl_.ready.empty() && impl_.ready.front().code >= 400) {
      fail("the target answered after " + count_of(done) + " of " + std::to_string(data.size()));
      break;
    }
    if (fds[0].revents != 0 && !give_data(data, done)) break;
  }
  data_.finish_sending();
  impl_.transcript.note(channel_, "over after " + count_of(done));
}

void FtpDataTransfer::finish(bool interrupted) {
  if (interrupted && impl_.outstanding == 0 && impl_.ready.empty())
    result_.completed = impl_.last_final;
  else
    result_.completed = impl_.read_reply(impl_.deadlines.reply);
  if (result_.completed.code == 0) impl_.close(result_.completed.problem);
  data_.close();
}

FtpTransfer FtpDataTransfer::run(std::string_view command, std::optional<std::string_view> data,
                                 const std::function<void(FtpClient&)>& on_open) {
  const bool prepared = agree_on_type() && prepare_connection() && restart();
  if (!prepared) {
    if (result_.setup.code == 0 && result_.problem.empty()) result_.problem = result_.setup.problem;
    // The target has agreed so far, but that is not the outcome.
    if (result_.setup.positive()) result_.opened.problem = "the command was not sent: " + result_.problem;
    return std::move(result_);
  }
  if (!start(command)) return std::move(result_);
  const bool connected = !is_active(mode_) || accept_active();
  deadline_ = deadline_in(impl_.deadlines.transfer);
  if (connected && on_open) on_open(client_);
  if (connected && data)
    send(*data);
  else if (connected)
    receive();
  // What was received, or given up, is closed before the last reply is waited for: servers that linger
  // (ProFTPD) say nothing until we have closed our side.
  if (!data || !result_.problem.empty()) data_.close();
  listener_.close();
  finish(on_open != nullptr);
  return std::move(result_);
}

void FtpClient::begin_with(DataMode mode) {
  impl_->usual_mode = mode;
}

FtpTransfer FtpClient::run_transfer(std::string_view command, std::optional<std::string_view> data,
                                    const FtpTransferOptions& options,
                                    const std::function<void(FtpClient&)>& on_open) {
  return FtpDataTransfer(*this, *impl_, options).run(command, data, on_open);
}

}  // namespace cts
