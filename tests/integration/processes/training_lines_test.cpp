#include "infrastructure/processes/training_lines.hpp"

#include <gtest/gtest.h>

namespace neurec::infrastructure::processes {
namespace {

TEST(TrainingLines, AreReadInPiecesOfAnySize) {
    const std::string text =
        R"({"event":"stage","stage":"Training","done":0,"total":20,"seconds_left":null})"
        "\n"
        R"({"event":"epoch","epoch":1,"planned":2,"loss":0.25,"validation_ndcg":0.4,)"
        R"("samples_per_second":1000,"seconds":1.5})"
        "\n"
        R"({"event":"step","stage":"Training","done":15,"total":20,"seconds_left":0.5})"
        "\n"
        R"({"event":"model","model_id":"20261124-history"})"
        "\n";
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, text.size()}) {
        TrainingLines lines;
        for (std::size_t at = 0; at < text.size(); at += piece)
            lines.take(std::string_view(text).substr(at, piece));
        EXPECT_EQ(lines.news().stage, "Training");
        EXPECT_EQ(lines.news().done, 15U);
        EXPECT_EQ(lines.news().total, 20U);
        EXPECT_EQ(lines.news().seconds_left, 0.5);
        EXPECT_EQ(lines.news().planned_epochs, 2);
        ASSERT_EQ(lines.news().epochs.size(), 1U);
        EXPECT_EQ(lines.news().epochs[0].loss, 0.25);
        EXPECT_EQ(lines.news().epochs[0].validation_metric, 0.4);
        EXPECT_EQ(lines.model_id(), "20261124-history");
    }
}

TEST(TrainingLines, PassOverWhatIsNoneOfOurs) {
    TrainingLines lines;
    EXPECT_FALSE(lines.take("\n[1]\nnonsense\n{\"event\":7}\n{\"event\":\"other\"}\n{}\n"));
    EXPECT_FALSE(lines.take(std::string(TrainingLines::kLongestLine * 3, '{')));
    EXPECT_TRUE(lines.take("\n{\"event\":\"step\",\"stage\":5,\"done\":-1,\"total\":1e999}\n"));
    EXPECT_EQ(lines.news().done, 0U);
    EXPECT_FALSE(lines.model_id());
}

}  // namespace
}  // namespace neurec::infrastructure::processes
