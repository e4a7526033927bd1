#include "scenario/db/stock.h"

#include <gmock/gmock.h>

namespace cts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Stock, HasAMarkInEveryRow) {
  const Stock stock("goods_1", "orders_1", "mark");
  EXPECT_THAT(stock.statements(), HasSubstr("CREATE TABLE `goods_1` ("));
  EXPECT_THAT(stock.statements(), HasSubstr("'mark-orders-40-end'"));
  EXPECT_THAT(missing_in(stock.statements(), stock.parts()), IsEmpty());
}

TEST(Stock, TellsWhatADumpLacks) {
  const Stock stock("goods_1", "orders_1", "mark");
  std::string cut = stock.statements();
  cut.erase(cut.find("mark-orders-40-end"));
  EXPECT_THAT(missing_in(cut, stock.parts()), ElementsAre("mark-orders-40-end"));
}

TEST(Stock, LettersOfNumbersMayBeEither) {
  EXPECT_THAT(missing_in("0XFFFE00FF", {"0xfffe00ff"}), IsEmpty());
}

}  // namespace
}  // namespace cts
