#include "phpmyadmin/admin_settings.h"

#include <gmock/gmock.h>

namespace refd::phpmyadmin {
namespace {

using testing::HasSubstr;

const AdminSettings settings{.configuration = "/state/it's/config.inc.php",
                             .first_page = "/state/first.php",
                             .temporary = "/state/temporary",
                             .database_socket = "/state/mysql.sock"};

// DB-4: a dialogue of the browser's, not a page.
TEST(AdminSettings, AsksWithAnHttpDialogue) {
  const auto text = admin_configuration(settings, "secret");
  EXPECT_THAT(text, HasSubstr("['auth_type'] = 'http';"));
  EXPECT_THAT(text, HasSubstr("['socket'] = '/state/mysql.sock';"));
  EXPECT_THAT(text, HasSubstr("['AllowRoot'] = false;"));
  EXPECT_THAT(text, HasSubstr("$cfg['TempDir'] = '/state/temporary/';"));
}

// DB-8.
TEST(AdminSettings, OffersJapaneseFilesUnderNamesThatAreOnlyConverted) {
  EXPECT_THAT(admin_configuration(settings, "secret"), HasSubstr("'EUC-JP', 'Shift_JIS'"));
}

TEST(AdminSettings, QuotesPathsAsPhpReadsThem) {
  EXPECT_THAT(admin_first_page(settings),
              HasSubstr("define('CONFIG_FILE', '/state/it\\'s/config.inc.php');"));
}

TEST(AdminSettings, RunsTheFirstPageBeforeEachOther) {
  EXPECT_THAT(admin_php_ini(settings), HasSubstr("auto_prepend_file = \"/state/first.php\"\n"));
  EXPECT_THAT(admin_php_ini(settings), HasSubstr("display_errors = Off\n"));
}

}  // namespace
}  // namespace refd::phpmyadmin
