#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/application.h"

namespace refd::office {

/// With whom the contract is, as letters and requests need it. A value.
struct Contract {
  std::string number;
  std::string holder;
  std::vector<std::string> postal_address;  ///< line by line
  std::string domain;
};

/// The settings that go out by post after an addition or a change (ACCT-5). A value; holds a password.
struct Letter {
  std::int64_t application = 0;
  ApplicationKind kind = ApplicationKind::add;
  Contract contract;
  Day date;
  std::string address;
  std::string account;                  ///< for POP3 and SMTP AUTH
  std::optional<std::string> password;  ///< none: it stays as it was
  std::uint64_t quota_octets = 0;
  bool has_pops = false;  ///< POP-4
};

/// What a mail client needs of a letter.
struct PostedSettings {
  std::string account;
  std::string password;  ///< empty: it stayed as it was
};

/// The letter as a page that a browser prints on A4: HTML, UTF-8, without anything from elsewhere.
std::string letter_page(const Letter& letter);

/// The settings of a page that letter_page() has made; nothing for any other text.
std::optional<PostedSettings> settings_in(std::string_view page);

/// `text` with what HTML gives a meaning made harmless, in text and in quoted attributes.
std::string html_text(std::string_view text);

}  // namespace refd::office
