#pragma once

#include <string_view>
#include <vector>

#include "policy/cgi_policy.h"
#include "policy/database_policy.h"
#include "policy/office_policy.h"
#include "policy/policies.h"
#include "policy/ssi_policy.h"

namespace refd {

/// What a wrapped object does otherwise than it should. One field per way of misbehaving; read by the
/// decorators of this folder only.
struct Effects {
  // The tree as visitors see it.
  bool visitors_reach_six_levels_only = false;
  bool visitors_plus_is_blank = false;
  bool visitors_find_ascii_names_only = false;
  bool visitors_get_mangled_pictures = false;  ///< *.gif: LF becomes CR
  bool visitors_get_mangled_texts = false;     ///< *.txt: the last octet is another
  bool visitors_get_first_content_ever = false;
  bool visitors_still_see_removed_files = false;
  bool visitors_find_no_deep_index = false;
  bool visitors_ignore_file_modes = false;
  bool visitors_ignore_directory_modes = false;
  bool visitors_find_nothing_beside_access_files = false;
  // The tree in the customer's hands.
  bool log_cannot_be_read = false;
  bool log_directory_is_hidden = false;
  bool outside_is_readable = false;  ///< the machine's /etc/passwd
  bool empty_uploads_vanish = false;
  bool one_octet_uploads_are_padded = false;
  bool uploads_are_cut_at_16_mib = false;
  bool uploads_keep_the_old_tail = false;
  bool downloads_lose_octet_255 = false;
  bool blank_names_cannot_be_read = false;
  bool high_names_cannot_be_read = false;
  bool rename_leaves_the_old_name = false;
  bool deleting_nothing_succeeds = false;
  bool directories_are_removed_when_full = false;
  bool modes_change_at_the_top_only = false;
  bool modes_change_in_web_only = false;
  bool names_fold_case_when_read = false;
  bool names_fold_case_when_written = false;
  // The accounts.
  bool any_name = false;
  bool empty_password = false;
  // The access log.
  bool log_doubles_lines = false;
  bool log_says_200_always = false;
  bool log_loses_a_line_at_rotation = false;
  bool log_doubles_a_line_at_rotation = false;
  bool log_generations_are_garbled = false;
  bool log_generations_are_numbered_backwards = false;
  bool log_is_not_deleted = false;
  bool log_deletion_stops_the_log = false;  ///< for two seconds
  // The operator's help with access files.
  bool release_changes_nothing = false;
  bool release_loses_the_text = false;
  // The operator's hand on scripts.
  bool script_removal_changes_nothing = false;
  // The mail accounts, as one of the services sees them.
  bool additions_cannot_fetch = false;
  bool additions_cannot_send = false;
  bool deletions_can_still_fetch = false;
  bool deletions_can_still_send = false;
  // The space for web content.
  bool refused_uploads_clear_the_old_file = false;
  bool full_directories_stay_full = false;
  bool use_leaves_out_directories = false;
  bool use_is_the_sum_of_sizes = false;
  bool use_is_told_as_at_first = false;
  // The access counter.
  bool counter_loses_simultaneous_visits = false;
  bool counter_remembers_everybody = false;
  // Mailboxes as POP3 sees them.
  bool unique_ids_change = false;
  // … when a session reads a message again, so that whoever looks into a mailbox only once sees what is
  // there.
  bool letters_are_mangled = false;
  bool letters_lose_leading_dots = false;
  bool large_letters_are_cut = false;
  // Mail accounts as POP3 sees them.
  bool mail_logins_are_refused = false;
  bool mail_names_do_not_matter = false;
};

/// One named way of breaking a clause: one of the functions is set.
struct Deviation {
  std::string_view id;                    ///< "service.chapter.what"
  std::vector<std::string_view> clauses;  ///< what it breaks
  std::string_view summary;
  void (*http)(HttpPolicy&) = nullptr;
  void (*ftp)(FtpPolicy&) = nullptr;
  void (*log)(LogPolicy&) = nullptr;
  void (*mail)(MailPolicy&) = nullptr;
  void (*quota)(QuotaPolicy&) = nullptr;
  void (*ssi)(SsiPolicy&) = nullptr;
  void (*cgi)(CgiPolicy&) = nullptr;
  void (*counter)(CounterPolicy&) = nullptr;
  void (*office)(OfficePolicy&) = nullptr;
  void (*database)(DatabasePolicy&) = nullptr;
  void (*effects)(Effects&) = nullptr;
};

/// All of them, by service. Ids are unique; a test sees to it that each row alters something.
const std::vector<Deviation>& deviation_catalogue();

}  // namespace refd
