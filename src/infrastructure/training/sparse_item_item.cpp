#include "infrastructure/training/sparse_item_item.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace neurec::infrastructure::training {

namespace {

/// How many users like both of two movies, in sparse rows; a movie's own likes are in its row, too.
class CoLikes {
  public:
    struct Cell {
        domain::MovieIndex movie;
        std::uint32_t count;
    };

    explicit CoLikes(const domain::Dataset& training) {
        const std::size_t movies = training.movies().size();
        const auto [user_begin, liked] = likes_by_user(training);
        const auto [movie_begin, likers] = transposed(user_begin, liked, movies);
        std::vector<std::uint32_t> count(movies, 0);
        std::vector<domain::MovieIndex> met;
        for (domain::MovieIndex movie = 0; movie < movies; ++movie) {
            met.clear();
            for (std::size_t i = movie_begin[movie]; i < movie_begin[movie + 1]; ++i)
                for (std::size_t at = user_begin[likers[i]]; at < user_begin[likers[i] + 1]; ++at)
                    if (count[liked[at]]++ == 0) met.push_back(liked[at]);
            std::ranges::sort(met);
            for (const domain::MovieIndex other : met) {
                cells_.push_back({other, count[other]});
                count[other] = 0;
            }
            begin_.push_back(cells_.size());
            likes_.push_back(movie_begin[movie + 1] - movie_begin[movie]);
        }
    }

    [[nodiscard]] std::size_t movies() const { return likes_.size(); }
    [[nodiscard]] std::size_t likes(domain::MovieIndex movie) const { return likes_[movie]; }
    /// Ascending by movie.
    [[nodiscard]] std::span<const Cell> row(domain::MovieIndex movie) const {
        return std::span(cells_).subspan(begin_[movie], begin_[movie + 1] - begin_[movie]);
    }

  private:
    struct Rows {
        std::vector<std::size_t> begin{0};
        std::vector<std::uint32_t> column;
    };

    static Rows likes_by_user(const domain::Dataset& training) {
        Rows rows;
        for (domain::UserIndex user = 0; user < training.users().size(); ++user) {
            const domain::RatingsView ratings = training.ratings_of(user);
            for (std::size_t i = 0; i < ratings.size(); ++i)
                if (domain::is_liked(ratings.values[i])) rows.column.push_back(ratings.movies[i]);
            rows.begin.push_back(rows.column.size());
        }
        return rows;
    }

    static Rows transposed(const std::vector<std::size_t>& begin,
                           const std::vector<std::uint32_t>& column, std::size_t columns) {
        Rows rows;
        rows.begin.assign(columns + 1, 0);
        for (const std::uint32_t each : column)
            ++rows.begin[each + 1];
        for (std::size_t i = 0; i < columns; ++i)
            rows.begin[i + 1] += rows.begin[i];
        rows.column.resize(column.size());
        std::vector<std::size_t> next(rows.begin.begin(), rows.begin.end() - 1);
        for (std::uint32_t row = 0; row + 1 < begin.size(); ++row)
            for (std::size_t i = begin[row]; i < begin[row + 1]; ++i)
                rows.column[next[column[i]]++] = row;
        return rows;
    }

    std::vector<std::size_t> begin_{0};
    std::vector<Cell> cells_;
    std::vector<std::size_t> likes_;
};

/// Regresses one movie after the other, with the memory for one.
class NeighbourRegression {
  public:
    NeighbourRegression(const CoLikes& co_likes, const ItemItemSettings& settings,
                        std::size_t neighbours)
        : co_likes_(co_likes),
          settings_(settings),
          most_(neighbours),
          place_(co_likes.movies(), -1) {}

    struct Result {
        std::span<const CoLikes::Cell> neighbours;  ///< ascending by movie
        torch::Tensor coefficients;                 ///< double [neighbours]
    };
    /// Valid until the next call.
    Result regress(domain::MovieIndex movie) {
        choose_neighbours(movie);
        if (chosen_.empty()) return {};
        const auto size = static_cast<std::int64_t>(chosen_.size());
        torch::Tensor matrix = torch::zeros({size, size}, torch::kDouble);
        torch::Tensor shared = torch::empty({size, 1}, torch::kDouble);
        for (std::int64_t i = 0; i < size; ++i)
            place_[chosen_[static_cast<std::size_t>(i)].movie] = i;
        auto* row = matrix.data_ptr<double>();
        for (std::int64_t i = 0; i < size; ++i, row += size) {
            const CoLikes::Cell& neighbour = chosen_[static_cast<std::size_t>(i)];
            shared.data_ptr<double>()[i] = neighbour.count;
            fill(neighbour.movie, row);
            row[i] = row[i] / (1 - settings_.dropout) + settings_.regularisation;
        }
        for (const CoLikes::Cell& neighbour : chosen_)
            place_[neighbour.movie] = -1;
        return {chosen_, torch::cholesky_solve(shared, torch::linalg_cholesky(matrix)).squeeze(1)};
    }

  private:
    /// The counts of a movie with all that are chosen. The row of one that many like is far longer
    /// than these are many: there they are looked up.
    void fill(domain::MovieIndex movie, double* counts) const {
        constexpr std::size_t kCellsALookUp = 16;
        const std::span<const CoLikes::Cell> row = co_likes_.row(movie);
        if (row.size() <= kCellsALookUp * chosen_.size()) {
            for (const CoLikes::Cell& cell : row)
                if (place_[cell.movie] >= 0) counts[place_[cell.movie]] = cell.count;
            return;
        }
        auto from = row.begin();
        for (std::size_t i = 0; i < chosen_.size(); ++i) {
            from = std::ranges::lower_bound(from, row.end(), chosen_[i].movie, {},
                                            &CoLikes::Cell::movie);
            if (from == row.end()) return;
            if (from->movie == chosen_[i].movie) counts[i] = from->count;
        }
    }

    void choose_neighbours(domain::MovieIndex movie) {
        const std::span<const CoLikes::Cell> row = co_likes_.row(movie);
        chosen_.clear();
        std::ranges::copy_if(row, std::back_inserter(chosen_),
                             [&](const CoLikes::Cell& cell) { return cell.movie != movie; });
        if (chosen_.size() <= most_) return;
        const auto cosine = [&](const CoLikes::Cell& cell) {
            return cell.count / std::sqrt(static_cast<double>(co_likes_.likes(cell.movie)));
        };
        const auto closer = [&](const CoLikes::Cell& a, const CoLikes::Cell& b) {
            const double of_a = cosine(a);
            const double of_b = cosine(b);
            return of_a != of_b ? of_a > of_b : a.movie < b.movie;
        };
        std::ranges::nth_element(chosen_, chosen_.begin() + static_cast<std::ptrdiff_t>(most_),
                                 closer);
        chosen_.resize(most_);
        std::ranges::sort(chosen_, {}, &CoLikes::Cell::movie);
    }

    const CoLikes& co_likes_;
    const ItemItemSettings& settings_;
    std::size_t most_;
    std::vector<std::int64_t> place_;  ///< of each movie among the chosen, or negative
    std::vector<CoLikes::Cell> chosen_;
};

/// A coefficient of the path, by the movie that it speaks for.
struct Coefficient {
    domain::MovieIndex from;
    domain::MovieIndex to;
    float value;
};

void fill_rows(const std::vector<Coefficient>& by_target, std::size_t movies,
               deep_learning::ItemItemPath& path) {
    path.begin.assign(movies + 1, 0);
    for (const Coefficient& each : by_target)
        ++path.begin[each.from + 1];
    for (std::size_t movie = 0; movie < movies; ++movie)
        path.begin[movie + 1] += path.begin[movie];
    path.movie.resize(by_target.size());
    path.coefficient.resize(by_target.size());
    std::vector<std::uint32_t> next(path.begin.begin(), path.begin.end() - 1);
    for (const Coefficient& each : by_target) {
        const std::uint32_t at = next[each.from]++;
        path.movie[at] = each.to;
        path.coefficient[at] = each.value;
    }
}

}  // namespace

deep_learning::ItemItemPath learn_sparse_item_item(const domain::Dataset& training,
                                                   const ItemItemSettings& settings) {
    const torch::NoGradGuard no_grad;
    const CoLikes co_likes(training);
    const std::size_t movies = co_likes.movies();
    const std::size_t neighbours = std::clamp<std::size_t>(
        settings.most_coefficients / std::max<std::size_t>(1, movies), 1, settings.neighbours);
    NeighbourRegression regression(co_likes, settings, neighbours);
    std::vector<Coefficient> coefficients;
    for (domain::MovieIndex movie = 0; movie < movies; ++movie) {
        const NeighbourRegression::Result result = regression.regress(movie);
        for (std::size_t i = 0; i < result.neighbours.size(); ++i)
            coefficients.push_back({result.neighbours[i].movie, movie,
                                    static_cast<float>(result.coefficients.data_ptr<double>()[i])});
    }
    deep_learning::ItemItemPath path{
        {}, {}, {}, settings.weight, settings.half_history, settings.steepness};
    fill_rows(coefficients, movies, path);
    return path;
}

}  // namespace neurec::infrastructure::training
