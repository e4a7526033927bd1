#include <array>

#include "scenario/mail_tables.h"
#include "scenario/tables.h"

namespace cts {

std::vector<const Scenario*> all_scenarios() {
  const std::array tables{
      site_name_scenarios(),         page_mapping_scenarios(),
      page_delivery_scenarios(),     index_order_scenarios(),
      web_case_scenarios(),          error_status_scenarios(),
      disk_space_scenarios(),        access_log_scenarios(),
      log_rotation_scenarios(),      ftp_login_scenarios(),
      ftp_directory_scenarios(),     ftp_content_scenarios(),
      ftp_data_channel_scenarios(),  ftp_listing_scenarios(),
      ftp_facts_scenarios(),         ftp_change_scenarios(),
      ftp_session_scenarios(),       ftp_mode_scenarios(),
      ftp_case_scenarios(),          access_limit_scenarios(),
      access_source_scenarios(),     access_reach_scenarios(),
      access_effect_scenarios(),     access_release_scenarios(),
      support_request_scenarios(),   access_visitor_scenarios(),
      ssi_activation_scenarios(),    ssi_include_scenarios(),
      ssi_variable_scenarios(),      ssi_condition_scenarios(),
      ssi_file_fact_scenarios(),     ssi_failure_scenarios(),
      ssi_recorded_scenarios(),      script_running_scenarios(),
      script_customer_scenarios(),   script_program_scenarios(),
      script_load_scenarios(),       script_removal_scenarios(),
      script_variable_scenarios(),   script_body_scenarios(),
      script_answer_scenarios(),     script_failure_scenarios(),
      full_disk_scenarios(),         counter_picture_scenarios(),
      counter_start_scenarios(),     counter_clock_scenarios(),
      counter_visitor_scenarios(),   counter_exactness_scenarios(),
      database_entering_scenarios(), database_connecting_scenarios(),
      database_keeping_scenarios(),  database_japanese_scenarios(),
      pop_login_scenarios(),         pop_reading_scenarios(),
      pop_lock_scenarios(),          pop_tls_scenarios(),
      pop_program_scenarios(),       script_mail_scenarios(),
      smtp_port_scenarios(),         smtp_authentication_scenarios(),
      pop_before_smtp_scenarios(),   smtp_relay_scenarios(),
      smtp_size_scenarios(),         smtp_incoming_scenarios(),
      smtp_bounce_scenarios(),       smtp_dialogue_scenarios(),
      smtp_octet_scenarios(),        mailbox_space_scenarios(),
      members_site_scenarios(),      business_day_scenarios(),
      applied_account_scenarios(),
  };
  std::vector<const Scenario*> all;
  for (const std::span<const Scenario> table : tables) {
    for (const Scenario& scenario : table) all.push_back(&scenario);
  }
  return all;
}

}  // namespace cts
