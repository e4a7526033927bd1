#include "target/profile_reader.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/strict_table.h"
#include "target/file_keys.h"

namespace cts {
namespace {

using std::chrono::hours;

/// Reads a limit and the size from which the target must refuse: what is between may go either way.
void read_limit(StrictTable& table, std::string_view key, std::uint64_t& limit, std::string_view refused_key,
                std::uint64_t& refused_from, Presence presence) {
  const bool limit_given = table.read_size(key, limit, presence);
  if (!table.read_size(refused_key, refused_from, presence) && limit_given) refused_from = limit + limit / 10;
  if (limit != 0 && refused_from <= limit) {
    table.mistake(
        table.has(refused_key) ? refused_key : key,
        fmt::format("\"{}\" ({}) must be larger than \"{}\" ({})", refused_key, refused_from, key, limit));
  }
}

void must_be_absolute(StrictTable& table, std::string_view key, const std::string& path) {
  if (!path.empty() && !path.starts_with('/')) {
    table.mistake(key, fmt::format("\"{}\" must begin with a slash", key));
  }
}

void all_must_begin(StrictTable& table, std::string_view key, const std::vector<std::string>& texts,
                    char with) {
  for (const std::string& text : texts) {
    if (!text.starts_with(with)) {
      table.mistake(key,
                    fmt::format("\"{}\" holds \"{}\", which does not begin with \"{}\"", key, text, with));
    }
  }
}

class ProfileReader {
 public:
  ProfileReader(Profile& profile, Presence presence) : p_(profile), presence_(presence) {}

  void read(StrictTable& top) {
    read_head(top);
    with(top, "offers", &ProfileReader::read_offers);
    with(top, "web", &ProfileReader::read_web);
    with(top, "ftp", &ProfileReader::read_ftp);
    with(top, "log", &ProfileReader::read_log);
    with(top, "access_files", &ProfileReader::read_access_files);
    with(top, "cgi", &ProfileReader::read_cgi);
    with(top, "ssi", &ProfileReader::read_ssi);
    with(top, "counter", &ProfileReader::read_counter);
    with(top, "database", &ProfileReader::read_database);
    with(top, "mail", &ProfileReader::read_mail);
    with(top, "members", &ProfileReader::read_members);
    top.finish();
  }

 private:
  void with(StrictTable& top, std::string_view key, void (ProfileReader::*read_section)(StrictTable&)) {
    if (std::optional<StrictTable> section = top.table(key, presence_)) {
      (this->*read_section)(*section);
      section->finish();
    }
  }

  void read_head(StrictTable& top) {
    top.read_version();
    top.know("base");
    top.read("name", p_.name);
    top.read("description", p_.description, presence_);
    if (top.read("plan", p_.plan, presence_)) {
      const auto plans = built_in_profiles();
      if (std::find(plans.begin(), plans.end(), p_.plan) == plans.end()) {
        top.mistake("plan", fmt::format("\"plan\" must be one of {}", fmt::join(plans, ", ")));
      }
    }
  }

  void read_offers(StrictTable& table) {
    for (const OfferName& row : offer_names()) table.read(row.name, p_.offers.*row.member, presence_);
  }

  void read_web(StrictTable& table) {
    table.read("index_names", p_.web.index_names, presence_);
    if (table.read("document_directory", p_.web.document_directory, presence_)) {
      must_be_absolute(table, "document_directory", p_.web.document_directory);
    }
    read_limit(table, "quota", p_.web.quota, "quota_refused_from", p_.web.quota_refused_from, presence_);
  }

  void read_ftp(StrictTable& table) {
    if (table.read("login_directory", p_.ftp.login_directory, presence_)) {
      must_be_absolute(table, "login_directory", p_.ftp.login_directory);
    }
    table.read("levels_to_root", p_.ftp.levels_to_root, 0, 100, presence_);
    table.read("path_to_documents", p_.ftp.path_to_documents, presence_);
    if (table.read("directories", p_.ftp.directories, presence_)) {
      all_must_begin(table, "directories", p_.ftp.directories, '/');
    }
  }

  void read_log(StrictTable& table) {
    if (table.read("file", p_.log.file, presence_)) must_be_absolute(table, "file", p_.log.file);
    table.read_size("rotated_from", p_.log.rotated_from, presence_);
    table.read_size("largest", p_.log.largest, presence_);
    table.read("generations", p_.log.generations, 1, 1000, presence_);
    if (p_.log.largest < p_.log.rotated_from) {
      table.mistake(table.has("largest") ? "largest" : "rotated_from",
                    fmt::format("\"largest\" ({}) must not be smaller than \"rotated_from\" ({})",
                                p_.log.largest, p_.log.rotated_from));
    }
  }

  void read_access_files(StrictTable& table) {
    table.read("file_name", p_.access_files.file_name, presence_);
    table.read("inert_names", p_.access_files.inert_names, presence_, true);
    table.read("upload_name", p_.access_files.upload_name, presence_);
    const auto& inert = p_.access_files.inert_names;
    if (std::find(inert.begin(), inert.end(), p_.access_files.file_name) != inert.end()) {
      table.mistake(table.has("inert_names") ? "inert_names" : "file_name",
                    fmt::format("\"{}\" cannot be both the name that works and one that does not",
                                p_.access_files.file_name));
    }
  }

  void read_cgi(StrictTable& table) {
    if (table.read("extensions", p_.cgi.extensions, presence_)) {
      all_must_begin(table, "extensions", p_.cgi.extensions, '.');
    }
    if (table.read("php_extensions", p_.cgi.php_extensions, presence_)) {
      all_must_begin(table, "php_extensions", p_.cgi.php_extensions, '.');
    }
    table.read_seconds("longest_run", p_.cgi.longest_run, hours(24));
    std::vector<StrictTable> rows = table.tables("programs", presence_);
    if (!rows.empty()) p_.cgi.programs.clear();
    for (StrictTable& row : rows) p_.cgi.programs.push_back(read_program(row));
  }

  static Profile::Program read_program(StrictTable& row) {
    Profile::Program program;
    row.read("name", program.name, Presence::required);
    if (row.read("path", program.path)) must_be_absolute(row, "path", program.path);
    if (row.read("lowest_version", program.lowest_version) &&
        program.lowest_version.find_first_not_of("0123456789.") != std::string::npos) {
      row.mistake("lowest_version", "\"lowest_version\" must be numbers with dots between them");
    }
    row.finish();
    return program;
  }

  void read_ssi(StrictTable& table) {
    if (table.read("extensions", p_.ssi.extensions, presence_)) {
      all_must_begin(table, "extensions", p_.ssi.extensions, '.');
    }
    if (table.read("inert_extensions", p_.ssi.inert_extensions, presence_, true)) {
      all_must_begin(table, "inert_extensions", p_.ssi.inert_extensions, '.');
    }
  }

  void read_counter(StrictTable& table) {
    if (table.read("path", p_.counter.path, presence_)) must_be_absolute(table, "path", p_.counter.path);
    table.read("fewest_digits", p_.counter.fewest_digits, 1, 100, presence_);
    table.read("most_digits", p_.counter.most_digits, 1, 100, presence_);
    table.read("designs", p_.counter.designs, presence_);
    table.read("first_value", p_.counter.first_value, 0, 9'999'999'999, presence_);
    if (p_.counter.most_digits < p_.counter.fewest_digits) {
      table.mistake(table.has("most_digits") ? "most_digits" : "fewest_digits",
                    "\"most_digits\" must not be smaller than \"fewest_digits\"");
    }
  }

  void read_database(StrictTable& table) {
    table.read("count", p_.database.count, 1, 99, presence_);
    if (table.read("name_pattern", p_.database.name_pattern, presence_) &&
        p_.database.name_pattern.find("{number}") == std::string::npos) {
      table.mistake("name_pattern", "\"name_pattern\" must hold {number}, or all databases have one name");
    }
    table.read("characters_dropped", p_.database.characters_dropped, presence_);
    table.read_port("port", p_.database.port, presence_);
    if (table.read("admin_path", p_.database.admin_path, presence_)) {
      must_be_absolute(table, "admin_path", p_.database.admin_path);
    }
    table.read("lowest_version", p_.database.lowest_version, presence_);
  }

  void read_mail(StrictTable& table) {
    Profile::Mail& mail = p_.mail;
    table.read_port("pop_port", mail.pop_port, presence_);
    table.read_port("pops_port", mail.pops_port, presence_);
    table.read("pops_domain", mail.pops_domain, presence_);
    table.read_ports("smtp_ports", mail.smtp_ports, presence_);
    table.read_size("mailbox", mail.mailbox, presence_);
    read_limit(table, "largest_message", mail.largest_message, "message_refused_from",
               mail.message_refused_from, presence_);
    read_limit(table, "largest_attachment", mail.largest_attachment, "attachment_refused_from",
               mail.attachment_refused_from, presence_);
    table.read_seconds("pop_before_smtp", mail.pop_before_smtp, hours(24), presence_);
    table.read_seconds("bounce_wait", mail.bounce_wait, hours(1), presence_);
    table.read_seconds("second_session_wait", mail.second_session_wait, hours(1), presence_);
  }

  void read_members(StrictTable& table) {
    table.read("host", p_.members.host, presence_);
    table.read_time_of_day("cut_off", p_.members.cut_off, presence_);
    table.read("time_zone", p_.members.time_zone, presence_);
  }

  Profile& p_;
  Presence presence_;
};

/// The profile that `base` names; a mistake and nullopt when there is none of that name.
const Profile* base_of(const toml::table& top, Mistakes& mistakes) {
  StrictTable head(top, mistakes);
  std::string name;
  if (!head.read("base", name, Presence::required)) return nullptr;
  const auto names = built_in_profiles();
  if (std::find(names.begin(), names.end(), name) != names.end()) return &built_in_profile(name);
  head.mistake("base", fmt::format("\"base\" must be one of {}", fmt::join(names, ", ")));
  return nullptr;
}

Checked<Profile> read_over(Profile profile, const toml::table& top, Mistakes& mistakes) {
  const Presence presence = profile.plan.empty() ? Presence::required : Presence::optional;
  profile.name = std::filesystem::path(mistakes.file()).stem().string();
  StrictTable table(top, mistakes);
  ProfileReader(profile, presence).read(table);
  if (!mistakes.none()) return {std::nullopt, mistakes.take()};
  return {std::move(profile), {}};
}

}  // namespace

AskedKeys profile_keys() {
  return keys_asked_by([](const toml::table& nothing, Mistakes& ignored) {
    base_of(nothing, ignored);
    StrictTable top(nothing, ignored);
    Profile profile = built_in_profile("dedicated");
    ProfileReader(profile, Presence::optional).read(top);
  });
}

Checked<Profile> read_profile_onto(const Profile& base, std::string_view text, const std::string& file) {
  Mistakes mistakes(file);
  const std::optional<toml::table> top = parse_toml(text, mistakes);
  if (!top) return {std::nullopt, mistakes.take()};
  return read_over(base, *top, mistakes);
}

Checked<Profile> read_profile(std::string_view text, const std::string& file) {
  Mistakes mistakes(file);
  const std::optional<toml::table> top = parse_toml(text, mistakes);
  if (!top) return {std::nullopt, mistakes.take()};
  const Profile* base = base_of(*top, mistakes);
  // without a base the rest is still read, so that every mistake is told at once
  return read_over(base != nullptr ? *base : built_in_profile("dedicated"), *top, mistakes);
}

}  // namespace cts
