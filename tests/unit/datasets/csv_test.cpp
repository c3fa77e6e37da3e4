#include "infrastructure/datasets/csv.hpp"

#include <gtest/gtest.h>

namespace neurec::infrastructure::datasets {
namespace {

using Fields = std::vector<std::string>;

Fields fields_of(std::string_view line) {
    Fields fields{"left from the line before"};
    EXPECT_TRUE(split_csv(line, fields)) << line;
    return fields;
}

TEST(SplitCsv, PartsFieldsAtCommas) {
    EXPECT_EQ(fields_of("1,Heat (1995),Action|Crime"),
              (Fields{"1", "Heat (1995)", "Action|Crime"}));
    EXPECT_EQ(fields_of(",,"), (Fields{"", "", ""}));
    EXPECT_EQ(fields_of(""), (Fields{""}));
}

TEST(SplitCsv, KeepsCommasAndDoubledQuotesInQuotedFields) {
    EXPECT_EQ(fields_of(R"csv(11,"American President, The (1995)",Drama)csv"),
              (Fields{"11", "American President, The (1995)", "Drama"}));
    EXPECT_EQ(fields_of(R"csv("""Great Performances"" Cats (1998)",Musical)csv"),
              (Fields{R"("Great Performances" Cats (1998))", "Musical"}));
    EXPECT_EQ(fields_of(R"("",x)"), (Fields{"", "x"}));
    EXPECT_EQ(fields_of(R"(x,"")"), (Fields{"x", ""}));
}

TEST(SplitCsv, TakesAQuoteInsideAnUnquotedFieldAsItIs) {
    EXPECT_EQ(fields_of(R"(5" disk,x)"), (Fields{R"(5" disk)", "x"}));
}

TEST(SplitCsv, RefusesQuotesThatDoNotEndAField) {
    Fields fields;
    EXPECT_FALSE(split_csv(R"(1,"open)", fields));
    EXPECT_FALSE(split_csv(R"(1,"open"")", fields));
    EXPECT_FALSE(split_csv(R"(1,"closed"too early,x)", fields));
    EXPECT_FALSE(split_csv(R"(")", fields));
}

}  // namespace
}  // namespace neurec::infrastructure::datasets
