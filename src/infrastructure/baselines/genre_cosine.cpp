#include "infrastructure/baselines/genre_cosine.hpp"

#include <cassert>
#include <cmath>
#include <map>
#include <string>

#include "domain/random.hpp"
#include "infrastructure/baselines/random_order.hpp"

namespace neurec::infrastructure::baselines {

namespace {

constexpr std::uint64_t kTieStream = 0x746965;
/// Orders movies of the same genres and hardly any others, yet is large enough for a float near 1.
constexpr double kTieBreak = 1e-5;

}  // namespace

GenreCosine::GenreCosine(const domain::Dataset& training, domain::Positives positives)
    : choices_(training, positives) {
    std::map<std::string, std::size_t> columns;
    for (const domain::Movie& movie : training.movies()) {
        for (const std::string& genre : movie.genres)
            genre_.push_back(columns.emplace(genre, columns.size()).first->second);
        offsets_.push_back(genre_.size());
    }
    genres_ = columns.size();
}

void GenreCosine::score(const domain::UserProfile& profile, std::span<float> out) const {
    assert(out.size() == offsets_.size() - 1);
    std::vector<double> wanted(genres_);
    choices_.for_each(profile, [&](domain::MovieIndex movie) {
        for (const std::size_t genre : genres_of(movie))
            wanted[genre] += 1;
    });
    double length = 0;
    for (const double count : wanted)
        length += count * count;
    length = std::sqrt(length);
    domain::Random random(hash_of(profile), kTieStream);
    for (std::size_t movie = 0; movie < out.size(); ++movie) {
        double product = 0;
        for (const std::size_t genre : genres_of(movie))
            product += wanted[genre];
        const double own = std::sqrt(static_cast<double>(genres_of(movie).size()));
        const double cosine = length * own > 0 ? product / (length * own) : 0;
        out[movie] = static_cast<float>(cosine + kTieBreak * random.uniform());
    }
}

}  // namespace neurec::infrastructure::baselines
