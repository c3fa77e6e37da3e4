#pragma once

#include <memory>
#include <vector>

#include "application/dtos/recommendations.hpp"
#include "application/services/candidate_generator.hpp"
#include "application/services/model_provider.hpp"
#include "application/services/ranker.hpp"
#include "domain/ports/clock.hpp"
#include "domain/ports/metrics.hpp"
#include "domain/ports/repositories.hpp"

namespace neurec::application {

/// Recommends movies to a known user or to somebody of whom the request tells: profile, candidates,
/// ranking, top n. Thread-safe.
class RecommendForProfile {
  public:
    /// The ports and the provider must outlive it. What each stage takes is recorded in `metrics`.
    RecommendForProfile(const ModelProvider& models, domain::UserProfileRepository& profiles,
                        domain::MovieRepository& movies, const domain::Clock& clock,
                        CandidateGenerator generate = CandidateGenerator(),
                        domain::Metrics& metrics = domain::no_metrics());

    /// `request` fits its constraints. At most `num_recommendations` movies, none that the profile
    /// rated, the best first (with `diversity`, in the order of their picking). With `candidates`,
    /// those of them that exist. Errors: Unavailable without a model; NotFound for an unknown user;
    /// InvalidRequest for ratings of unknown movies and unknown genres, all of them at once.
    [[nodiscard]] RecommendationResultResponse operator()(
        const NewUserRecommendationRequest& request) const;
    /// The same for a known user who asks in a query.
    [[nodiscard]] RecommendationResultResponse operator()(
        domain::UserId user, const OwnRecommendationsQuery& query) const;

  private:
    /// neurec_recommendation_stage_seconds, by stage.
    struct Stages {
        explicit Stages(domain::Metrics& metrics);
        domain::Durations& profile;     ///< reading the profile, and what the request names
        domain::Durations& features;    ///< the profile as the model's features
        domain::Durations& candidates;  ///< filter and candidates
        domain::Durations& ranking;     ///< scores, the best of them, diversity
    };

    [[nodiscard]] RecommendationResultResponse answer(const NewUserRecommendationRequest& request,
                                                      const ServedModel& model) const;
    [[nodiscard]] domain::UserProfile profile_for(const NewUserRecommendationRequest& request,
                                                  const ServedModel& model) const;
    void check_movies_exist(const std::vector<ProfileRating>& ratings,
                            const ServedModel& model) const;
    [[nodiscard]] std::vector<ScoredMovie> best_movies(const NewUserRecommendationRequest& request,
                                                       const ServedModel& model,
                                                       const domain::EncodedUser& user,
                                                       domain::StageClock& clock) const;

    const ModelProvider& models_;
    domain::UserProfileRepository& profiles_;
    domain::MovieRepository& movies_;
    const domain::Clock& clock_;
    CandidateGenerator generate_;
    Stages stages_;
};

}  // namespace neurec::application
