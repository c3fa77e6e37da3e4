#include "infrastructure/training/item_item.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "infrastructure/training/sparse_item_item.hpp"

namespace neurec::infrastructure::training {

namespace {

/// Those that anyone likes, ascending by position.
std::vector<domain::MovieIndex> liked_movies(const domain::Dataset& training) {
    const std::vector<std::uint32_t> likes = training.likes_per_movie();
    std::vector<domain::MovieIndex> movies;
    for (domain::MovieIndex movie = 0; movie < likes.size(); ++movie)
        if (likes[movie] > 0) movies.push_back(movie);
    return movies;
}

/// XᵀX for the covered movies: how many users like both, [covered × covered].
torch::Tensor count_co_likes(const domain::Dataset& training,
                             const std::vector<domain::MovieIndex>& covered) {
    const auto size = static_cast<std::int64_t>(covered.size());
    std::vector<std::int64_t> place(training.movies().size(), -1);
    for (std::size_t i = 0; i < covered.size(); ++i)
        place[covered[i]] = static_cast<std::int64_t>(i);
    torch::Tensor counts = torch::zeros({size, size}, torch::kDouble);
    auto* cells = counts.data_ptr<double>();
    std::vector<std::int64_t> liked;
    for (domain::UserIndex user = 0; user < training.users().size(); ++user) {
        const domain::RatingsView ratings = training.ratings_of(user);
        liked.clear();
        for (std::size_t i = 0; i < ratings.size(); ++i)
            if (domain::is_liked(ratings.values[i]) && place[ratings.movies[i]] >= 0)
                liked.push_back(place[ratings.movies[i]]);
        for (const std::int64_t row : liked)
            for (const std::int64_t column : liked)
                cells[row * size + column] += 1;
    }
    return counts;
}

/// B, with its diagonal zero.
torch::Tensor coefficients_of(torch::Tensor co_likes, double regularisation, double dropout) {
    co_likes.diagonal().mul_(1 / (1 - dropout)).add_(regularisation);
    const torch::Tensor inverse = torch::cholesky_inverse(torch::linalg_cholesky(co_likes));
    torch::Tensor coefficients = inverse / -inverse.diagonal().unsqueeze(0);
    coefficients.diagonal().zero_();
    return coefficients.to(torch::kFloat).contiguous();
}

}  // namespace

deep_learning::ItemItemPath learn_item_item(const domain::Dataset& training,
                                            const ItemItemSettings& settings) {
    if (training.movies().size() > settings.dense_up_to)
        return learn_sparse_item_item(training, settings);
    const torch::NoGradGuard no_grad;
    const std::vector<domain::MovieIndex> covered = liked_movies(training);
    const torch::Tensor coefficients = coefficients_of(count_co_likes(training, covered),
                                                       settings.regularisation, settings.dropout);

    deep_learning::ItemItemPath path{
        {0}, {}, {}, settings.weight, settings.half_history, settings.steepness};
    const std::size_t size = covered.size();
    const std::size_t kept = std::min(settings.kept_a_movie, size == 0 ? 0 : size - 1);
    std::vector<std::uint32_t> order(size);
    std::size_t next = 0;
    for (domain::MovieIndex movie = 0; movie < training.movies().size(); ++movie) {
        if (next < size && covered[next] == movie) {
            const float* row = coefficients.data_ptr<float>() + next * size;
            std::iota(order.begin(), order.end(), 0U);
            std::ranges::nth_element(order, order.begin() + static_cast<std::ptrdiff_t>(kept),
                                     std::ranges::greater{},
                                     [&](std::uint32_t column) { return std::abs(row[column]); });
            std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept));
            for (std::size_t i = 0; i < kept; ++i) {
                path.movie.push_back(covered[order[i]]);
                path.coefficient.push_back(row[order[i]]);
            }
            ++next;
        }
        path.begin.push_back(static_cast<std::uint32_t>(path.movie.size()));
    }
    return path;
}

}  // namespace neurec::infrastructure::training
