#pragma once

#include <cstddef>
#include <span>
#include <unordered_map>
#include <vector>

#include "domain/models/dataset.hpp"
#include "domain/ports/baseline_fitter.hpp"

namespace neurec::infrastructure::baselines {

/// Who chose what, as a binary matrix in compressed sparse rows: [users × movies], and how it reads
/// by movie.
struct ChoiceMatrix {
    ChoiceMatrix(const domain::Dataset& data, domain::Positives positives);

    [[nodiscard]] std::size_t users() const { return user_offsets.size() - 1; }
    [[nodiscard]] std::size_t movies() const { return movie_offsets.size() - 1; }
    /// The movies that a user chose, in the data set's order.
    [[nodiscard]] std::span<const domain::MovieIndex> chosen_by(domain::UserIndex user) const {
        return {movie_of.data() + user_offsets[user], user_offsets[user + 1] - user_offsets[user]};
    }
    /// The users who chose a movie, ascending.
    [[nodiscard]] std::span<const domain::UserIndex> choosers_of(domain::MovieIndex movie) const {
        return {user_of.data() + movie_offsets[movie],
                movie_offsets[movie + 1] - movie_offsets[movie]};
    }

    std::vector<std::size_t> user_offsets;
    std::vector<domain::MovieIndex> movie_of;
    std::vector<std::size_t> movie_offsets;
    std::vector<domain::UserIndex> user_of;
};

/// Finds the positions of a profile's choices. Immutable, thread-safe.
class ProfileChoices {
  public:
    ProfileChoices(const domain::Dataset& data, domain::Positives positives);
    [[nodiscard]] std::size_t movies() const { return position_.size(); }
    /// Calls `visit` with the position of each movie that the profile chose and the data set has.
    template <class Visit>
    void for_each(const domain::UserProfile& profile, Visit visit) const {
        for (const domain::RatedMovie& rated : profile.ratings) {
            if (positives_ == domain::Positives::liked && !domain::is_liked(rated.rating)) continue;
            if (const auto found = position_.find(rated.movie); found != position_.end())
                visit(found->second);
        }
    }

  private:
    std::unordered_map<domain::MovieId, domain::MovieIndex> position_;
    domain::Positives positives_;
};

}  // namespace neurec::infrastructure::baselines
