#include "infrastructure/retrieval/candidate_artefacts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace neurec::infrastructure::retrieval {

namespace {

using Scored = std::pair<float, std::uint32_t>;

/// Appends the best of `scored` as a row, highest first, ties by position.
void append_best(std::vector<Scored>& scored, MovieLists& lists) {
    const std::size_t kept = std::min(scored.size(), kCoLikedPerMovie);
    const auto better = [](const Scored& a, const Scored& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    };
    std::ranges::partial_sort(scored, scored.begin() + static_cast<std::ptrdiff_t>(kept), better);
    for (std::size_t i = 0; i < kept; ++i) {
        lists.movie.push_back(scored[i].second);
        lists.weight.push_back(scored[i].first);
    }
    lists.begin.push_back(static_cast<std::uint32_t>(lists.movie.size()));
}

std::vector<domain::MovieIndex> liked_by(const domain::Dataset& dataset, domain::UserIndex user) {
    std::vector<domain::MovieIndex> liked;
    const domain::RatingsView ratings = dataset.ratings_of(user);
    for (std::size_t i = 0; i < ratings.size(); ++i)
        if (domain::is_liked(ratings.values[i])) liked.push_back(ratings.movies[i]);
    return liked;
}

std::vector<std::vector<domain::MovieIndex>> liked_movies(const domain::Dataset& dataset) {
    std::vector<std::vector<domain::MovieIndex>> liked(dataset.users().size());
    for (domain::UserIndex user = 0; user < liked.size(); ++user)
        liked[user] = liked_by(dataset, user);
    return liked;
}

}  // namespace

void normalise_rows(std::span<float> rows, std::size_t dimension) {
    for (std::size_t begin = 0; begin + dimension <= rows.size(); begin += dimension) {
        const std::span<float> row = rows.subspan(begin, dimension);
        double squares = 0;
        for (const float value : row)
            squares += double{value} * value;
        if (squares == 0) continue;
        const auto scale = static_cast<float>(1 / std::sqrt(squares));
        for (float& value : row)
            value *= scale;
    }
}

std::vector<domain::UserIndex> indexed_users(const domain::Dataset& dataset) {
    const std::size_t users = dataset.users().size();
    const std::size_t kept = std::min(users, kIndexedUsers);
    std::vector<domain::UserIndex> indexed;
    indexed.reserve(kept);
    for (std::size_t i = 0; i < kept; ++i)
        indexed.push_back(static_cast<domain::UserIndex>(i * users / kept));
    return indexed;
}

MovieLists likes_of_users(const domain::Dataset& dataset,
                          std::span<const domain::UserIndex> users) {
    MovieLists lists;
    for (const domain::UserIndex user : users) {
        const std::vector<domain::MovieIndex> liked = liked_by(dataset, user);
        const std::size_t kept = std::min(liked.size(), kLikesPerUser);
        for (std::size_t i = 0; i < kept; ++i)
            lists.movie.push_back(liked[i * liked.size() / kept]);
        lists.begin.push_back(static_cast<std::uint32_t>(lists.movie.size()));
    }
    return lists;
}

MovieLists co_liked_movies(const domain::Dataset& dataset) {
    const auto liked = liked_movies(dataset);
    std::vector<std::vector<domain::UserIndex>> fans(dataset.movies().size());
    for (domain::UserIndex user = 0; user < liked.size(); ++user)
        for (const domain::MovieIndex movie : liked[user])
            fans[movie].push_back(user);

    MovieLists lists;
    std::vector<std::uint32_t> together(fans.size(), 0);
    std::vector<std::uint32_t> touched;
    std::vector<Scored> scored;
    for (std::uint32_t movie = 0; movie < fans.size(); ++movie) {
        for (const domain::UserIndex user : fans[movie])
            for (const domain::MovieIndex other : liked[user])
                if (together[other]++ == 0) touched.push_back(other);
        scored.clear();
        for (const std::uint32_t other : touched) {
            const auto likes =
                static_cast<float>(fans[movie].size()) * static_cast<float>(fans[other].size());
            if (other != movie)
                scored.emplace_back(static_cast<float>(together[other]) / std::sqrt(likes), other);
            together[other] = 0;
        }
        touched.clear();
        append_best(scored, lists);
    }
    return lists;
}

MovieLists strongest_of_rows(std::span<const std::uint32_t> begin,
                             std::span<const std::uint32_t> column,
                             std::span<const float> coefficient) {
    MovieLists lists;
    std::vector<Scored> scored;
    for (std::uint32_t row = 0; row + 1 < begin.size(); ++row) {
        scored.clear();
        for (std::uint32_t i = begin[row]; i < begin[row + 1]; ++i)
            if (coefficient[i] > 0 && column[i] != row)
                scored.emplace_back(coefficient[i], column[i]);
        append_best(scored, lists);
    }
    return lists;
}

}  // namespace neurec::infrastructure::retrieval
