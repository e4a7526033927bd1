#pragma once

#include <span>

#include "scenario/scenario.h"

namespace cts {

// One table per file of scenario/<service>/, in the order of the catalogue. The rows live as long as the
// program.

std::span<const Scenario> site_name_scenarios();      ///< HOST-1, HOST-2
std::span<const Scenario> page_mapping_scenarios();   ///< WEB-MAP-1: which page is where
std::span<const Scenario> page_delivery_scenarios();  ///< WEB-MAP-1: how a page is handed over
std::span<const Scenario> index_order_scenarios();    ///< WEB-INDEX-1 … WEB-INDEX-7
std::span<const Scenario> web_case_scenarios();       ///< WEB-CASE-1
std::span<const Scenario> error_status_scenarios();   ///< WEB-ERR-403, WEB-ERR-404
std::span<const Scenario> disk_space_scenarios();     ///< WEB-QUOTA-1, WEB-QUOTA-2, WEB-QUOTA-4, WEB-QUOTA-5
std::span<const Scenario> access_log_scenarios();     ///< LOG-1
std::span<const Scenario> log_rotation_scenarios();   ///< LOG-2 … LOG-4
std::span<const Scenario> ftp_login_scenarios();      ///< FTP-LOGIN-1
std::span<const Scenario> ftp_directory_scenarios();  ///< FTP-DIR-1 … FTP-DIR-3
std::span<const Scenario> ftp_content_scenarios();    ///< FTP-XFER-1: what is transferred
std::span<const Scenario> ftp_data_channel_scenarios();   ///< FTP-XFER-1: how the data connection is made
std::span<const Scenario> ftp_listing_scenarios();        ///< FTP-XFER-2: LIST, NLST, MLSD
std::span<const Scenario> ftp_facts_scenarios();          ///< FTP-XFER-2: TYPE, SIZE, MDTM, REST
std::span<const Scenario> ftp_change_scenarios();         ///< FTP-XFER-2: RNFR/RNTO, DELE, MKD/RMD
std::span<const Scenario> ftp_session_scenarios();        ///< FTP-XFER-2: CDUP, NOOP, ABOR, unknown commands
std::span<const Scenario> ftp_mode_scenarios();           ///< FTP-MODE-1
std::span<const Scenario> ftp_case_scenarios();           ///< FTP-CASE-1
std::span<const Scenario> access_limit_scenarios();       ///< ACL-1, ACL-2
std::span<const Scenario> access_source_scenarios();      ///< ACL-3 … ACL-5
std::span<const Scenario> access_reach_scenarios();       ///< ACL-6
std::span<const Scenario> access_effect_scenarios();      ///< ACL-7, ACL-8
std::span<const Scenario> access_release_scenarios();     ///< ACL-9
std::span<const Scenario> access_visitor_scenarios();     ///< ACL-10
std::span<const Scenario> ssi_activation_scenarios();     ///< SSI-1, SSI-2, WEB-INDEX-3, WEB-INDEX-5
std::span<const Scenario> ssi_include_scenarios();        ///< SSI-3: include
std::span<const Scenario> ssi_variable_scenarios();       ///< SSI-3: echo, set
std::span<const Scenario> ssi_condition_scenarios();      ///< SSI-3: if, elif, else
std::span<const Scenario> ssi_file_fact_scenarios();      ///< SSI-3: config, flastmod, fsize
std::span<const Scenario> ssi_failure_scenarios();        ///< SSI-3: what fails
std::span<const Scenario> ssi_recorded_scenarios();       ///< SSI-3: exec, printenv
std::span<const Scenario> script_running_scenarios();     ///< CGI-1 … CGI-3
std::span<const Scenario> script_customer_scenarios();    ///< CGI-4
std::span<const Scenario> script_program_scenarios();     ///< CGI-5
std::span<const Scenario> script_load_scenarios();        ///< CGI-7
std::span<const Scenario> script_removal_scenarios();     ///< CGI-8
std::span<const Scenario> script_variable_scenarios();    ///< CGI-9: what a script is told
std::span<const Scenario> script_body_scenarios();        ///< CGI-9: what a script is sent
std::span<const Scenario> script_answer_scenarios();      ///< CGI-9: what a script says
std::span<const Scenario> script_failure_scenarios();     ///< WEB-ERR-500
std::span<const Scenario> full_disk_scenarios();          ///< WEB-QUOTA-3
std::span<const Scenario> counter_picture_scenarios();    ///< CTR-1 … CTR-4, CTR-7
std::span<const Scenario> counter_start_scenarios();      ///< CTR-5, CTR-6
std::span<const Scenario> counter_clock_scenarios();      ///< CTR-8
std::span<const Scenario> counter_visitor_scenarios();    ///< CTR-9 … CTR-11
std::span<const Scenario> counter_exactness_scenarios();  ///< CTR-12
std::span<const Scenario> database_entering_scenarios();  ///< DB-1, DB-2, DB-4, HOST-4
std::span<const Scenario> database_connecting_scenarios();  ///< DB-3, FTP-DB-1
std::span<const Scenario> database_keeping_scenarios();     ///< DB-5 … DB-7, DB-10
std::span<const Scenario> database_japanese_scenarios();    ///< DB-8
std::span<const Scenario> pop_login_scenarios();            ///< HOST-3, POP-1: logging in, POP-2
std::span<const Scenario> pop_reading_scenarios();          ///< POP-1, POP-5
std::span<const Scenario> pop_lock_scenarios();             ///< POP-3
std::span<const Scenario> pop_tls_scenarios();              ///< POP-4
std::span<const Scenario> pop_program_scenarios();          ///< POP-6
std::span<const Scenario> members_site_scenarios();         ///< ACCT-1, ACCT-2, ACCT-4
std::span<const Scenario> business_day_scenarios();         ///< ACCT-3
std::span<const Scenario> applied_account_scenarios();      ///< ACCT-5, ACCT-6
std::span<const Scenario> support_request_scenarios();      ///< ACL-9: a request by mail

}  // namespace cts
