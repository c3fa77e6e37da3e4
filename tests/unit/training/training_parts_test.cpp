#include "infrastructure/training/training_parts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/errors.hpp"

namespace neurec::infrastructure::training {
namespace {

using domain::ModelPreset;
using testing::AllOf;
using testing::HasSubstr;

std::string refusal(ModelPreset preset, const std::map<std::string, bool>& switches) {
    try {
        (void)parts_of(preset, switches);
    } catch (const domain::InvalidInput& error) {
        return error.what();
    }
    return "accepted";
}

TEST(TrainingParts, TheHistoryPresetHasAllButTheFusionHeadWhichItCanHave) {
    TrainingParts expected;
    EXPECT_FALSE(expected.fusion_head);
    EXPECT_EQ(parts_of(ModelPreset::history, {}), expected);
    expected.fusion_head = true;
    EXPECT_EQ(parts_of(ModelPreset::history, {{"fusion_head", true}}), expected);
}

TEST(TrainingParts, TheSeedPresetHasContentAndFusionHeadAlone) {
    const TrainingParts expected{.history = false,
                                 .movie_vector = false,
                                 .content = true,
                                 .dot_path = false,
                                 .fusion_head = true,
                                 .item_item = false,
                                 .dense_item_item = false,
                                 .recency = false,
                                 .demographic_path = false,
                                 .content_prior = false,
                                 .few_shot = false,
                                 .calibration = true};
    EXPECT_EQ(parts_of(ModelPreset::seed, {}), expected);
}

bool goes_with(const std::string& part, const std::string& other) {
    return (other == "item_item" && (part == "recency" || part == "dense_item_item")) ||
           (other == "content" && part == "content_prior");
}

TEST(TrainingParts, EachIsSwitchedOffByItsName) {
    for (const auto& [name, on] : switches_of(TrainingParts{.fusion_head = true})) {
        ASSERT_TRUE(on);
        const auto switches = switches_of(parts_of(
            ModelPreset::history, {{"fusion_head", name != "fusion_head"}, {name, false}}));
        for (const auto& [other, still_on] : switches)
            EXPECT_EQ(still_on, other != name && !goes_with(other, name))
                << other << " without " << name;
    }
}

TEST(TrainingParts, AnUnknownNameIsRefusedWithTheKnownOnes) {
    EXPECT_THAT(refusal(ModelPreset::history, {{"itemitem", false}}),
                AllOf(HasSubstr("\"itemitem\""),
                      HasSubstr("history, movie_vector, content, dot_path, "
                                "fusion_head, item_item"),
                      HasSubstr("Did you mean item_item?")));
}

TEST(TrainingParts, ANetworkThatNothingIsLeftOfIsRefused) {
    EXPECT_THAT(refusal(ModelPreset::history, {{"content", false}, {"movie_vector", false}}),
                HasSubstr("describe a movie"));
    EXPECT_THAT(refusal(ModelPreset::history, {{"dot_path", false}}), HasSubstr("score a movie"));
    EXPECT_THAT(refusal(ModelPreset::seed, {{"fusion_head", false}}), HasSubstr("score a movie"));
}

TEST(TrainingParts, TheSeedPresetCannotBeGivenWhatItDoesNotHave) {
    EXPECT_THAT(refusal(ModelPreset::seed, {{"history", true}}),
                HasSubstr("seed preset has no part"));
}

}  // namespace
}  // namespace neurec::infrastructure::training
