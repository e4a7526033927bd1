#include "command/meant.h"

#include <gtest/gtest.h>
#include <CLI/CLI.hpp>

namespace cts {
namespace {

class Meant : public testing::Test {
 protected:
  Meant() {
    app_.set_version_flag("--version", "1");
    app_.add_option("--language", text_);
    run_->add_option("--target", text_);
    run_->add_option("--select", text_);
    app_.add_subcommand("doctor", "");
    app_.add_subcommand("worker", "")->group("");
  }

  CLI::App app_;
  CLI::App* run_ = app_.add_subcommand("run", "");
  std::string text_;
};

TEST_F(Meant, NamesTheNearestCommand) {
  EXPECT_EQ(unknown_word(app_, {"rnu"}), "unknown command rnu; did you mean run?");
  EXPECT_EQ(unknown_word(app_, {"docter", "--target", "x"}), "unknown command docter; did you mean doctor?");
  EXPECT_EQ(unknown_word(app_, {"--language", "ja", "rnu"}), "unknown command rnu; did you mean run?");
  EXPECT_EQ(unknown_word(app_, {"--language=ja", "rnu"}), "unknown command rnu; did you mean run?");
  EXPECT_EQ(unknown_word(app_, {"workr"}), "unknown command workr") << "that is not for people";
  EXPECT_EQ(unknown_word(app_, {"judge"}), "unknown command judge");
}

TEST_F(Meant, NamesTheNearestOption) {
  EXPECT_EQ(unknown_word(app_, {"run", "--tagret", "x"}),
            "unknown option --tagret of run; did you mean --target?");
  EXPECT_EQ(unknown_word(app_, {"run", "--targt=x"}),
            "unknown option --targt of run; did you mean --target?");
  EXPECT_EQ(unknown_word(app_, {"--verison"}), "unknown option --verison; did you mean --version?");
}

TEST_F(Meant, LeavesEverythingElseToWhoeverKnowsIt) {
  EXPECT_EQ(unknown_word(app_, {}), "");
  EXPECT_EQ(unknown_word(app_, {"run"}), "");
  EXPECT_EQ(unknown_word(app_, {"run", "--target", "x", "stray"}), "");
  EXPECT_EQ(unknown_word(app_, {"run", "--", "--gtest_filter=x"}), "");
  EXPECT_EQ(unknown_word(app_, {"run", "--help"}), "");
  EXPECT_EQ(unknown_word(app_, {"--language", "ja", "run", "--target", "x", "stray"}), "");
}

}  // namespace
}  // namespace cts
