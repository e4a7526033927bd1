#include "cgi/php_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refd::cgi {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PhpSettingsTest, TheNumbersAndPlacesAreTheSites) {
  PhpSettings settings;
  settings.temporary = "/state/php/temporary";
  settings.sendmail = "/usr/sbin/sendmail -t -i";
  settings.memory_octets = 1000;
  settings.post_octets = 2000;
  settings.cpu_seconds = 7;
  const auto ini = php_ini(settings);
  EXPECT_THAT(ini, HasSubstr("memory_limit = 1000\n"));
  EXPECT_THAT(ini, HasSubstr("post_max_size = 2000\nupload_max_filesize = 2000\n"));
  EXPECT_THAT(ini, HasSubstr("max_execution_time = 7\n"));
  EXPECT_THAT(ini, HasSubstr("sys_temp_dir = \"/state/php/temporary\"\n"));
  EXPECT_THAT(ini, HasSubstr("sendmail_path = \"/usr/sbin/sendmail -t -i\"\n"));
  EXPECT_THAT(ini, Not(HasSubstr("{")));
}

}  // namespace
}  // namespace refd::cgi
