#include "presentation/cli/evaluation_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "presentation/cli/table.hpp"
#include "presentation/json/writer.hpp"
#include "support/sample_report.hpp"

namespace neurec::presentation::cli {

using testing::HasSubstr;

TEST(EvaluationTables, AlignFiguresAndMarkTheBestOfEachColumn) {
    const std::string text = evaluation_tables(tests::sample_report());

    EXPECT_THAT(text, HasSubstr("NDCG@10      k = 0    k = 5\n"
                                "──────────  ───────  ───────\n"
                                "model       0.4100   0.5021*\n"
                                "popularity  0.4321*  0.3700\n"));
    EXPECT_THAT(text, HasSubstr("95% intervals: ±0.0150 at the widest"));
}

TEST(EvaluationTables, ShowMeanAndDeviationOfSeveralSeeds) {
    EXPECT_THAT(evaluation_tables(tests::sample_report(3)), HasSubstr("0.5021±0.0042*"));
}

TEST(EvaluationTables, LeaveOutColumnsThatNoMethodHas) {
    const std::string text = evaluation_tables(tests::sample_ncf_report());

    EXPECT_THAT(text, HasSubstr("Recall@20   full catalogue"));
    EXPECT_THAT(text, HasSubstr("NDCG@10     99 negatives   full catalogue"));
}

TEST(EvaluationTables, FitATerminalOfNinetyColumns) {
    std::istringstream lines(evaluation_tables(tests::sample_report()));
    for (std::string line; std::getline(lines, line);)
        EXPECT_LE(display_width(line), 90) << line;
}

TEST(EvaluationReportAsJson, NamesItsMembersAndLeavesUnknownFiguresNull) {
    const std::string text = json::to_json(tests::sample_ncf_report());

    EXPECT_THAT(text, HasSubstr(R"("command":"neurec evaluate --k 0,5","protocol":"ncf")"));
    EXPECT_THAT(text, HasSubstr(R"("ndcg_at_10":{"mean":0.5021,"low":0.4921,"high":0.5221})"));
    EXPECT_THAT(text, HasSubstr(R"("setting":"99 negatives","revealed":null)"));
    EXPECT_THAT(text, HasSubstr(R"("recall_at_20":null)"));
}

}  // namespace neurec::presentation::cli
