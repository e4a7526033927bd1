#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "target/review_rules.h"

namespace cts {
namespace {

using std::chrono::milliseconds;
using Weight = Remark::Weight;

/// Base64 in lines of 76 characters (RFC 2045 §6.8).
std::uint64_t in_base64(std::uint64_t octets) {
  const std::uint64_t characters = (octets + 2) / 3 * 4;
  return characters + (characters + 75) / 76 * 2;
}

bool offers_mail(const Profile& profile) {
  return profile.offers.pop || profile.offers.smtp;
}

std::string seconds(milliseconds wait) {
  return fmt::format("{:g} s", std::chrono::duration<double>(wait).count());
}

std::string in_small_letters(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// ".shtml" of "index.shtml"; empty without one.
std::string extension_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? "" : in_small_letters(name.substr(dot));
}

bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

/// "/users/x/../../web" → "/web"; climbing above the root stays there.
std::string normalised(const std::string& path) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string part = path.substr(at, end - at);
    if (part == ".." && !parts.empty()) parts.pop_back();
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
    at = end + 1;
  }
  std::string whole;
  for (const std::string& part : parts) whole += "/" + part;
  return whole.empty() ? "/" : whole;
}

std::size_t depth_of(const std::string& directory) {
  const std::string path = normalised(directory);
  return path == "/" ? 0 : static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
}

std::string folder_of(const std::string& file) {
  return normalised(file.substr(0, file.rfind('/') + 1));
}

/// Tells each text that both lists hold.
void tell_common(RuleFindings& found, const std::vector<std::string>& one,
                 const std::vector<std::string>& other, std::string_view where, std::string_view as_both) {
  for (const std::string& text : one) {
    if (holds(other, text)) found.add_at(std::string(where), fmt::format("\"{}\" is {}", text, as_both));
  }
}

constexpr std::string_view one_or_other = "what becomes of such a file cannot be both";
constexpr std::string_view take_out = "take it out of one of the lists";

constexpr std::array mail_rules{
    Rule{"mailbox-smaller-than-message", Weight::contradiction, "profile.mail.mailbox",
         [](const Claims& claims, RuleFindings& found) {
           const Profile::Mail& mail = claims.profile.mail;
           if (offers_mail(claims.profile) && mail.mailbox < mail.largest_message)
             found.add(fmt::format("a mailbox has {}, and a message of {} must be taken",
                                   size_text(mail.mailbox), size_text(mail.largest_message)));
         },
         "the largest message that is promised does not fit an empty mailbox",
         "correct mailbox or largest_message in [mail]"},
    Rule{"attachment-larger-than-message", Weight::contradiction, "profile.mail.largest_attachment",
         [](const Claims& claims, RuleFindings& found) {
           const Profile::Mail& mail = claims.profile.mail;
           if (claims.profile.offers.smtp && in_base64(mail.largest_attachment) >= mail.message_refused_from)
             found.add(fmt::format("an attachment of {} must be taken, a message of {} must be refused",
                                   size_text(mail.largest_attachment), size_text(mail.message_refused_from)));
         },
         "in base64 a file is a third larger: the one that must go through would be refused",
         "make largest_attachment in [mail] less than three quarters of largest_message"},
    Rule{"attachment-not-refused", Weight::contradiction, "profile.mail.attachment_refused_from",
         [](const Claims& claims, RuleFindings& found) {
           const Profile::Mail& mail = claims.profile.mail;
           if (claims.profile.offers.smtp && in_base64(mail.attachment_refused_from) <= mail.largest_message)
             found.add(fmt::format("an attachment of {} must be refused, a message of {} must be taken",
                                   size_text(mail.attachment_refused_from), size_text(mail.largest_message)));
         },
         "in base64 that file is no larger than what must be taken",
         "make attachment_refused_from in [mail] larger than nine tenths of message_refused_from"},
    Rule{"attachment-barely-refused", Weight::warning, "profile.mail.attachment_refused_from",
         [](const Claims& claims, RuleFindings& found) {
           const Profile::Mail& mail = claims.profile.mail;
           const std::uint64_t encoded = in_base64(mail.attachment_refused_from);
           if (claims.profile.offers.smtp && encoded > mail.largest_message &&
               encoded < mail.message_refused_from)
             found.add(fmt::format("an attachment of {} is {} in base64, less than message_refused_from",
                                   size_text(mail.attachment_refused_from), size_text(encoded)));
         },
         "whether it must be refused is then not clear, and not judged",
         "make attachment_refused_from in [mail] larger than nine tenths of message_refused_from"},
    Rule{"mail-port-twice", Weight::contradiction, "profile.mail.smtp_ports",
         [](const Claims& claims, RuleFindings& found) {
           const Profile::Mail& mail = claims.profile.mail;
           std::map<std::uint16_t, std::string_view> seen;
           const auto look = [&](std::uint16_t port, std::string_view key) {
             const auto [at, first] = seen.emplace(port, key);
             if (!first)
               found.add_at(fmt::format("profile.mail.{}", key),
                            fmt::format("port {} is named by {}{}", port, at->second,
                                        at->second == key ? " twice" : fmt::format(" and by {}", key)));
           };
           look(mail.pop_port, "pop_port");
           look(mail.pops_port, "pops_port");
           for (const std::uint16_t port : mail.smtp_ports) look(port, "smtp_ports");
         },
         "one port speaks one protocol", "correct the ports in [mail]"},
    Rule{"wait-too-short", Weight::warning, "profile.mail",
         [](const Claims& claims, RuleFindings& found) {
           if (!offers_mail(claims.profile)) return;
           const Profile::Mail& mail = claims.profile.mail;
           const auto look = [&](milliseconds wait, milliseconds least, std::string_view key) {
             if (wait < least)
               found.add_at(fmt::format("profile.mail.{}", key),
                            fmt::format("{} is {}, less than {}", key, seconds(wait), seconds(least)));
           };
           look(mail.bounce_wait, std::chrono::seconds(1), "bounce_wait");
           look(mail.second_session_wait, std::chrono::seconds(1), "second_session_wait");
           look(mail.pop_before_smtp, std::chrono::minutes(1), "pop_before_smtp");
         },
         "a server that is right but busy needs longer, and would be blamed",
         "give it the time that is promised"},
    Rule{"wait-longer-than-scenario", Weight::contradiction, "target.timeouts.scenario",
         [](const Claims& claims, RuleFindings& found) {
           if (!offers_mail(claims.profile) || claims.target.mail_accounts.empty()) return;
           const milliseconds limit = claims.target.timeouts.scenario;
           const Profile::Mail& mail = claims.profile.mail;
           for (const auto& [wait, key] : {std::pair(mail.bounce_wait, "bounce_wait"),
                                           std::pair(mail.second_session_wait, "second_session_wait")}) {
             if (wait >= limit)
               found.add(fmt::format("the profile's {} is {}, and a scenario may take no more than {}", key,
                                     seconds(wait), seconds(limit)));
           }
         },
         "a scenario that waits so long is cut off before it can tell",
         "make scenario in the target's [timeouts] at least three times as long"},
};

constexpr std::array web_rules{
    Rule{"index-name-is-a-path", Weight::contradiction, "profile.web.index_names",
         [](const Claims& claims, RuleFindings& found) {
           const auto& names = claims.profile.web.index_names;
           for (std::size_t i = 0; i < names.size(); ++i) {
             if (names[i].find_first_of("/\\?#") != std::string::npos || names[i] == "." || names[i] == "..")
               found.add_at(fmt::format("profile.web.index_names[{}]", i),
                            fmt::format("\"{}\" is no name of a file", names[i]));
           }
         },
         "index names are looked for in the directory that a URL names", "write the file's name alone"},
    Rule{"index-name-not-known", Weight::warning, "profile.web.index_names",
         [](const Claims& claims, RuleFindings& found) {
           const Profile& profile = claims.profile;
           const auto known = [&](const std::string& name) {
             const std::string end = extension_of(name);
             return end == ".html" || end == ".htm" || end == ".xhtml" ||
                    holds(profile.ssi.extensions, end) || holds(profile.cgi.extensions, end) ||
                    holds(profile.cgi.php_extensions, end);
           };
           const auto& names = profile.web.index_names;
           for (std::size_t i = 0; profile.offers.web && i < names.size(); ++i) {
             if (!known(names[i]))
               found.add_at(
                   fmt::format("profile.web.index_names[{}]", i),
                   fmt::format("\"{}\" does not end as pages do, nor as scripts of this profile", names[i]));
           }
         },
         "the suite puts a page of HTML there, which such a name may keep from being served",
         "is it misspelt? else leave it"},
    Rule{"index-name-not-offered", Weight::warning, "profile.web.index_names",
         [](const Claims& claims, RuleFindings& found) {
           const Profile& profile = claims.profile;
           const auto look = [&](bool offered, const std::vector<std::string>& ends, std::string_view offer) {
             const auto& names = profile.web.index_names;
             for (std::size_t i = 0; profile.offers.web && !offered && i < names.size(); ++i) {
               if (holds(ends, extension_of(names[i])))
                 found.add_at(
                     fmt::format("profile.web.index_names[{}]", i),
                     fmt::format("\"{}\" is tried as an index, and {} is not offered", names[i], offer));
             }
           };
           look(profile.offers.php, profile.cgi.php_extensions, "php");
           look(profile.offers.cgi, profile.cgi.extensions, "cgi");
         },
         "a server without it may serve such a file as text, or not at all",
         "offer it, or take the name out of index_names"},
    Rule{"index-names-alike", Weight::warning, "profile.web.index_names",
         [](const Claims& claims, RuleFindings& found) {
           std::set<std::string> seen;
           const auto& names = claims.profile.web.index_names;
           for (std::size_t i = 0; i < names.size(); ++i) {
             if (!seen.insert(in_small_letters(names[i])).second)
               found.add_at(
                   fmt::format("profile.web.index_names[{}]", i),
                   fmt::format("\"{}\" is there twice, but for small and capital letters", names[i]));
           }
         },
         "where the server's file system takes both for one name, their order cannot be told",
         "list the name once"},
    Rule{"ssi-extension-inert-too", Weight::contradiction, "profile.ssi.inert_extensions",
         [](const Claims& claims, RuleFindings& found) {
           const Profile& profile = claims.profile;
           tell_common(found, profile.ssi.inert_extensions, profile.ssi.extensions,
                       "profile.ssi.inert_extensions", "both an extension of SSI and one without");
         },
         one_or_other, take_out},
    Rule{"extension-of-two-kinds", Weight::contradiction, "profile.cgi.extensions",
         [](const Claims& claims, RuleFindings& found) {
           const Profile& profile = claims.profile;
           tell_common(found, profile.cgi.php_extensions, profile.cgi.extensions,
                       "profile.cgi.php_extensions", "an extension of CGI and of PHP");
           tell_common(found, profile.ssi.extensions, profile.cgi.extensions, "profile.ssi.extensions",
                       "an extension of SSI and of CGI");
           tell_common(found, profile.ssi.extensions, profile.cgi.php_extensions, "profile.ssi.extensions",
                       "an extension of SSI and of PHP");
         },
         one_or_other, take_out},
    Rule{"program-twice", Weight::contradiction, "profile.cgi.programs",
         [](const Claims& claims, RuleFindings& found) {
           std::set<std::string> seen;
           const auto& programs = claims.profile.cgi.programs;
           for (std::size_t i = 0; i < programs.size(); ++i) {
             if (!seen.insert(programs[i].name).second)
               found.add_at(fmt::format("profile.cgi.programs[{}].name", i),
                            fmt::format("the program \"{}\" is listed twice", programs[i].name));
           }
         },
         "two promises about one program cannot both be the one that counts", "keep one of them"},
    Rule{"run-longer-than-scenario", Weight::warning, "profile.cgi.longest_run",
         [](const Claims& claims, RuleFindings& found) {
           const milliseconds run = claims.profile.cgi.longest_run;
           if (claims.profile.offers.cgi && run > milliseconds(0) && run >= claims.target.timeouts.scenario)
             found.add(fmt::format("a script is stopped after {}, and a scenario after {}", seconds(run),
                                   seconds(claims.target.timeouts.scenario)));
         },
         "that such a script is stopped cannot be seen", "make scenario in the target's [timeouts] longer"},
    Rule{"small-quota", Weight::warning, "profile.web.quota",
         [](const Claims& claims, RuleFindings& found) {
           constexpr std::uint64_t largest_upload = 24'000'000;
           if (claims.profile.offers.web && claims.profile.offers.ftp &&
               claims.profile.web.quota < largest_upload)
             found.add(fmt::format("{} may be stored, and the suite's largest upload has {}",
                                   size_text(claims.profile.web.quota), size_text(largest_upload)));
         },
         "what does not fit is refused, and FTP would be blamed for it",
         "correct quota in [web]; where it is that small, list those failures for --expect"},
    Rule{"counter-begins-too-high", Weight::contradiction, "profile.counter.first_value",
         [](const Claims& claims, RuleFindings& found) {
           const Profile::Counter& counter = claims.profile.counter;
           if (claims.profile.offers.counter &&
               std::to_string(counter.first_value).size() > counter.most_digits)
             found.add(fmt::format("a counter begins with {} and shows at most {} digits",
                                   counter.first_value, counter.most_digits));
         },
         "no picture can show that", "correct first_value or most_digits in [counter]"},
    Rule{"database-names-without-user", Weight::warning, "profile.database.name_pattern",
         [](const Claims& claims, RuleFindings& found) {
           if (claims.profile.offers.database &&
               claims.profile.database.name_pattern.find("{user}") == std::string::npos)
             found.add(fmt::format("\"{}\" does not hold {{user}}", claims.profile.database.name_pattern));
         },
         "every customer's databases would have the same names", "write {user} where the user's name stands"},
};

constexpr std::array ftp_rules{
    Rule{"too-few-levels", Weight::contradiction, "profile.ftp.levels_to_root",
         [](const Claims& claims, RuleFindings& found) {
           const Profile::Ftp& ftp = claims.profile.ftp;
           if (claims.profile.offers.ftp && depth_of(ftp.login_directory) > ftp.levels_to_root)
             found.add(fmt::format("{} is {} levels deep, and {} lead to /", ftp.login_directory,
                                   depth_of(ftp.login_directory), ftp.levels_to_root));
         },
         "climbing so often does not reach the root", "correct levels_to_root or login_directory in [ftp]"},
    Rule{"path-leads-elsewhere", Weight::contradiction, "profile.ftp.path_to_documents",
         [](const Claims& claims, RuleFindings& found) {
           const Profile& profile = claims.profile;
           const std::string& path = profile.ftp.path_to_documents;
           const std::string reached =
               normalised(path.starts_with('/') ? path : profile.ftp.login_directory + "/" + path);
           if (profile.offers.ftp && profile.offers.web &&
               reached != normalised(profile.web.document_directory))
             found.add(fmt::format("from {} the path {} leads to {}, and the documents are in {}",
                                   profile.ftp.login_directory, path, reached,
                                   profile.web.document_directory));
         },
         "a program told that initial folder would not find the documents",
         "correct path_to_documents in [ftp] or document_directory in [web]"},
    Rule{"directory-not-there", Weight::warning, "profile.ftp.directories",
         [](const Claims& claims, RuleFindings& found) {
           const Profile& profile = claims.profile;
           if (!profile.offers.ftp) return;
           std::set<std::string> there{"/"};
           for (const std::string& directory : profile.ftp.directories) there.insert(normalised(directory));
           if (profile.offers.web && !there.contains(normalised(profile.web.document_directory)))
             found.add(
                 fmt::format("document_directory {} is not among them", profile.web.document_directory));
           if (profile.offers.log && !there.contains(folder_of(profile.log.file)))
             found.add(fmt::format("the folder of the access log, {}, is not among them", profile.log.file));
         },
         "they are promised to exist from the start, and so they are not looked at",
         "add them to directories in [ftp]"},
    Rule{"access-file-is-a-path", Weight::contradiction, "profile.access_files.file_name",
         [](const Claims& claims, RuleFindings& found) {
           const Profile::AccessFiles& files = claims.profile.access_files;
           for (const auto& [name, key] :
                {std::pair(files.file_name, "file_name"), std::pair(files.upload_name, "upload_name")}) {
             if (claims.profile.offers.access_files && name.find('/') != std::string::npos)
               found.add_at(fmt::format("profile.access_files.{}", key),
                            fmt::format("\"{}\" is no name of a file", name));
           }
         },
         "each directory can have one, under that name", "write the file's name alone"},
};

}  // namespace

std::span<const Rule> number_rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> rules(mail_rules.begin(), mail_rules.end());
    rules.insert(rules.end(), web_rules.begin(), web_rules.end());
    rules.insert(rules.end(), ftp_rules.begin(), ftp_rules.end());
    return rules;
  }();
  return all;
}

std::string size_text(std::uint64_t octets) {
  struct Unit {
    std::uint64_t octets;
    std::string_view name;
  };
  constexpr std::array units{Unit{1'000'000'000, "GB"}, Unit{1'000'000, "MB"}, Unit{1'000, "kB"}};
  for (const Unit& unit : units) {
    if (octets >= unit.octets && octets % (unit.octets / 10) == 0)
      return fmt::format("{:g} {}", static_cast<double>(octets) / static_cast<double>(unit.octets),
                         unit.name);
  }
  return fmt::format("{} octets", octets);
}

}  // namespace cts
