// FTP-XFER-1: transfers work whichever side opens the data connection.

#include "check/ftp_checks.h"
#include "scenario/context.h"
#include "scenario/ftp/reading.h"
#include "scenario/octets.h"
#include "scenario/tables.h"

namespace cts {
namespace {

using testing::HasSubstr;

/// Both directions, and a listing, over data connections made by `mode`.
void expect_transfers_by(Context& context, DataMode mode, const std::string& name) {
  const std::string data = noise(100'000, 1) + context.unique();
  FtpTransferOptions options;
  options.mode = mode;
  FtpClient& ftp = context.place().session();
  const std::string path = context.place().path("data.dat");
  context.expect("an upload by " + name + " succeeds", ftp.upload(path, data, options), TransferSucceeds());
  context.expect("a download by " + name + " gives the same", ftp.download(path, options), DataIs(data));
  options.type = 'A';
  context.need("the session can stand in the directory", ftp.command("CWD " + context.place().directory()),
               Completed());
  context.expect("a listing by " + name + " shows it", ftp.list("LIST", options).data, HasSubstr("data.dat"));
}

void stop_unless_announced(Context& context, std::string_view feature) {
  if (announces(context.place().session().command("FEAT"), feature)) return;
  context.not_applicable("FEAT does not announce " + std::string(feature));
}

void stop_unless_it_can_connect_back(Context& context) {
  if (!context.target().ftp.active_mode)
    context.not_applicable("the target cannot connect to where the suite runs");
  if (!context.target().vantage_points.front().proxy.empty()) {
    context.not_applicable("the suite speaks through a proxy, which takes no connections back");
  }
}

void stop_unless_it_can_be_connected_to(Context& context) {
  if (!context.target().ftp.passive_mode) context.not_applicable("the target's data ports cannot be reached");
}

void passive(Context& context) {
  stop_unless_it_can_be_connected_to(context);
  expect_transfers_by(context, DataMode::pasv, "PASV");
}

void extended_passive(Context& context) {
  stop_unless_it_can_be_connected_to(context);
  stop_unless_announced(context, "EPSV");
  expect_transfers_by(context, DataMode::epsv, "EPSV");
}

void active(Context& context) {
  stop_unless_it_can_connect_back(context);
  expect_transfers_by(context, DataMode::port, "PORT");
}

void extended_active(Context& context) {
  stop_unless_it_can_connect_back(context);
  stop_unless_announced(context, "EPRT");
  expect_transfers_by(context, DataMode::eprt, "EPRT");
}

const Scenario table[] = {
    {.id = "ftp.xfer.passive",
     .clauses = {"FTP-XFER-1"},
     .purpose = "Transfers work in passive mode, as programs behind a router need it.",
     .needs = Need::ftp_login,
     .run = passive},
    {.id = "ftp.xfer.extended_passive",
     .clauses = {"FTP-XFER-1"},
     .purpose = "A program that finds extended passive mode announced can rely on it.",
     .needs = Need::ftp_login,
     .run = extended_passive},
    {.id = "ftp.xfer.active",
     .clauses = {"FTP-XFER-1"},
     .purpose = "Transfers work in active mode, as old programs use it.",
     .needs = Need::ftp_login,
     .run = active},
    {.id = "ftp.xfer.extended_active",
     .clauses = {"FTP-XFER-1"},
     .purpose = "A program that finds extended active mode announced can rely on it.",
     .needs = Need::ftp_login,
     .run = extended_active},
};

}  // namespace

std::span<const Scenario> ftp_data_channel_scenarios() {
  return table;
}

}  // namespace cts
