#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/models/movie.hpp"
#include "domain/models/user_profile.hpp"

/// How users and movies become numbers. Training and serving both call these, so that what a
/// network learned on is what it is asked with. Everything here is immutable after construction and
/// thread-safe.
namespace neurec::infrastructure::deep_learning {

/// What the encoders of one model do; stored in its manifest.
struct EncoderConfig {
    /// Three statistics of the rating history follow the demographic features of a user.
    bool history_statistics = true;
    /// Columns of a movie's multi-hot genres, in this order. A genre that is not listed is left
    /// out.
    std::vector<std::string> genres;
    /// Lower bounds of the release years' one-hot bins, ascending (1920, 1930, … for decades). A
    /// year before the first counts as the first. A movie without a year has zeros, or the last
    /// column if `unknown_year_column`.
    std::vector<int> year_bins;
    bool unknown_year_column = false;
    /// Buckets into which title words are hashed; 0 leaves titles out.
    std::uint32_t title_buckets = 0;
    bool operator==(const EncoderConfig&) const = default;
};

/// The vocabularies that these movies call for: their genres by name ("(no genres listed)" is
/// none), the decades from their oldest to their newest release (at most from 1920 on), and a
/// column for unknown years if some have no year.
EncoderConfig encoder_config_for(std::span<const domain::Movie> movies, bool history_statistics,
                                 std::uint32_t title_buckets);

inline constexpr std::size_t kAgeGroups = 7;
inline constexpr std::size_t kDemographicFeatures = 1 + kAgeGroups + domain::kOccupations;
inline constexpr std::size_t kHistoryStatistics = 3;

/// How much a user has rated: what the statistics are made of. Counts are of movies that the model
/// was trained on.
struct HistoryCounts {
    std::size_t liked = 0;     ///< ratings of domain::kLikedFrom and more
    std::size_t disliked = 0;  ///< all others
};

/// One column of a sparse feature vector.
struct Feature {
    std::uint32_t column = 0;
    float value = 0;
    bool operator==(const Feature&) const = default;
};

/// Weight of each movie in a bag of n: 1/√(n+1).
[[nodiscard]] float bag_weight(std::size_t movies_in_bag);

/// Demographics and history statistics of a user.
///
///     column 0       gender: +1 male, −1 female, 0 unknown
///     columns 1..7   age group, one-hot: from 1, 18, 25, 35, 45, 50 and 56 years; zeros where
///     unknown columns 8..28  occupation code 0..20, one-hot; zeros where unknown columns 29..31
///     ln(1 + ratings)/3, share of them that are liked, 1 where there is any
class UserFeatureEncoder {
  public:
    explicit UserFeatureEncoder(const EncoderConfig& config)
        : statistics_(config.history_statistics) {}

    /// Columns: 29, or 32 with the history statistics.
    [[nodiscard]] std::size_t size() const {
        return kDemographicFeatures + (statistics_ ? kHistoryStatistics : 0);
    }
    /// Writes all columns; `out`: [size()].
    void encode(const domain::Demographics& demographics, HistoryCounts history,
                std::span<float> out) const;

  private:
    bool statistics_;
};

/// The columns of UserFeatureEncoder's first 29 that are not zero: at most three.
class DemographicFeatures {
  public:
    explicit DemographicFeatures(const domain::Demographics& demographics);
    [[nodiscard]] std::span<const Feature> view() const { return {features_.data(), count_}; }
    /// Multiplies every value.
    void scale(float factor) {
        for (Feature& feature : std::span(features_).first(count_))
            feature.value *= factor;
    }

  private:
    void add(std::size_t column, float value);
    std::array<Feature, 3> features_;
    std::size_t count_ = 0;
};

/// Content of a movie: genres multi-hot, release year one-hot, title words hashed and divided by
/// the root of the number of buckets that they fill. In this order.
class MovieFeatureEncoder {
  public:
    explicit MovieFeatureEncoder(const EncoderConfig& config);

    [[nodiscard]] std::size_t size() const { return size_; }
    /// Writes all columns; `out`: [size()].
    void encode(const domain::Movie& movie, std::span<float> out) const;
    /// The columns that are not zero, ascending and each once, replacing what `out` held.
    void encode(const domain::Movie& movie, std::vector<Feature>& out) const;

  private:
    void add_year(const domain::Movie& movie, std::vector<Feature>& out) const;
    void add_title(const domain::Movie& movie, std::vector<Feature>& out) const;

    std::unordered_map<std::string, std::uint32_t> genre_column_;
    std::vector<int> year_bins_;
    bool unknown_year_column_;
    std::uint32_t title_buckets_;
    std::uint32_t first_title_column_;
    std::size_t size_;
};

/// The words of a title that say something about the movie: without the year that ends it,
/// lower-case, accents of Latin letters removed ("Léon" → "leon"), articles and prepositions
/// dropped. A word is a run of ASCII letters and digits and of bytes of other scripts.
std::vector<std::string> title_words(std::string_view title);

}  // namespace neurec::infrastructure::deep_learning
