#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "application/services/explainer.hpp"
#include "infrastructure/datasets/synthetic_world.hpp"
#include "infrastructure/deep_learning/file_model_store.hpp"
#include "infrastructure/training/torch_trainer.hpp"
#include "support/quiet_progress.hpp"
#include "support/temporary_folder.hpp"

// What explain() says of a model that LibTorch has trained, not of one that a test has made up.
namespace neurec::infrastructure::training {
namespace {

domain::Dataset made_data() {
    const datasets::SyntheticWorld world(
        {.users = 400, .movies = 120, .ratings_per_user = 40, .seed = 12});
    std::vector<domain::User> people;
    std::vector<domain::Rating> ratings;
    for (std::uint64_t i = 0; i < 400; ++i) {
        const datasets::SyntheticUser user = world.user(i);
        people.push_back(user.user);
        const auto theirs = world.ratings(user);
        ratings.insert(ratings.end(), theirs.begin(), theirs.end());
    }
    return {people, world.movies(), ratings};
}

class ReasonsOfATrainedModel : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        data_ = made_data();
        const tests::TemporaryFolder folder;
        tests::QuietProgress progress;
        domain::TrainingOptions options;
        options.epochs = 8;
        options.batch_size = 32;
        options.threads = 1;
        const auto report =
            make_torch_trainer()->train(data_, options, folder.path(), progress, tests::StopFlag());
        model_ = deep_learning::FileModelStore(folder.path())
                     .load(report.model_id, data_.movies())
                     .ranking;
    }
    static void TearDownTestSuite() { model_.reset(); }

    /// The ten best movies for a profile.
    static std::vector<application::ScoredMovie> recommended(const domain::UserProfile& profile) {
        std::vector<float> scores(data_.movies().size());
        model_->score_all(model_->encode(profile), scores);
        std::vector<application::ScoredMovie> ranked;
        for (domain::MovieIndex movie = 0; movie < scores.size(); ++movie)
            if (std::ranges::none_of(profile.ratings, [&](const domain::RatedMovie& rated) {
                    return rated.movie == data_.movies()[movie].id;
                }))
                ranked.push_back({movie, scores[movie]});
        std::ranges::sort(ranked, std::ranges::greater{}, &application::ScoredMovie::score);
        ranked.resize(10);
        return ranked;
    }
    static float score_of(const domain::UserProfile& profile, domain::MovieIndex movie) {
        std::vector<float> scores(data_.movies().size());
        model_->score_all(model_->encode(profile), scores);
        return scores[movie];
    }

    static inline domain::Dataset data_;
    static inline std::shared_ptr<const domain::RankingModel> model_;
};

TEST_F(ReasonsOfATrainedModel, TakenAwayLowerTheScoreByAsMuchAsTheySay) {
    std::size_t checked = 0;
    for (domain::UserIndex user = 0; user < 40; ++user) {
        domain::UserProfile profile = data_.profile_of(user);
        profile.ratings.resize(std::min<std::size_t>(profile.ratings.size(), 6));
        const auto movies = recommended(profile);
        const auto reasons = application::explain(*model_, profile, movies);
        for (std::size_t i = 0; i < movies.size(); ++i)
            for (const application::Reason& reason : reasons[i]) {
                domain::UserProfile without = profile;
                if (reason.kind == "demographics")
                    without.demographics = {};
                else
                    std::erase_if(without.ratings, [&](const domain::RatedMovie& rated) {
                        return rated.movie.value == reason.movie_id;
                    });
                ASSERT_NE(without, profile) << "the reason is none of the profile's parts";
                EXPECT_GT(reason.effect, 0);
                EXPECT_NEAR(movies[i].score - score_of(without, movies[i].movie), reason.effect,
                            1e-5)
                    << "user " << user << ", movie " << movies[i].movie;
                ++checked;
            }
    }
    EXPECT_GT(checked, 200) << "most recommendations have a reason";
}

}  // namespace
}  // namespace neurec::infrastructure::training
