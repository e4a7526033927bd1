#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/ftp_client.h"
#include "client/http_client.h"
#include "client/masking.h"
#include "client/pop_client.h"
#include "client/smtp_client.h"
#include "reports/record/fingerprint.h"

/// From what a service answered to what is worth comparing with another day's. Pure. What a target sends is
/// clipped in length and number, and rid of what differs between any two looks.
namespace cts {

/// Collects the traits of one service.
class Traits {
 public:
  static constexpr std::size_t most_values = 200;

  /// `secrets`: what a target may have been told, and must not get into a report by telling it.
  explicit Traits(std::string service, std::vector<std::string> secrets = {})
      : service_(std::move(service)), masking_(std::move(secrets)) {}

  /// An empty text: the target has none.
  void one(std::string_view name, std::string_view text);
  /// Sorted, none twice.
  void set(std::string_view name, const std::vector<std::string>& texts);
  /// "MAIL 250": what a command was answered, one of the set "reply codes".
  void code(std::string_view command, std::string_view code);
  void code(std::string_view command, int code);

  /// Everything, by name.
  std::vector<reports::Trait> take();

 private:
  std::string settled(std::string_view text) const;

  std::string service_;
  Masking masking_;
  std::vector<reports::Trait> traits_;
  std::vector<std::string> codes_;
};

/// The lines of an answer to FEAT between its first and its last (RFC 2389).
std::vector<std::string> features(const FtpReply& reply);
/// The commands that an answer to HELP lists, without those marked as unknown ("SMNT*").
std::vector<std::string> listed_commands(const FtpReply& reply);
/// What EHLO offers, keyword and parameters.
std::vector<std::string> extensions(const SmtpReply& reply);
/// "content-type", … of all headers.
std::vector<std::string> header_names(const HttpReply& reply);
/// The methods of Allow.
std::vector<std::string> allowed_methods(const HttpReply& reply);
/// Whether a greeting holds the time that APOP takes (RFC 1939 §7).
bool offers_apop(const PopReply& greeting);
/// The traits of a web server's answers: to a page, to one that does not exist, and to OPTIONS.
void add_web_traits(Traits& traits, const HttpReply& page, const HttpReply& missing,
                    const HttpReply& options);

}  // namespace cts
