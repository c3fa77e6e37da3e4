#include "infrastructure/deep_learning/feature_encoders.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>
#include <set>

namespace neurec::infrastructure::deep_learning {

namespace {

constexpr std::array<int, kAgeGroups> kAgeGroupsFrom = {1, 18, 25, 35, 45, 50, 56};
constexpr std::size_t kFirstAgeColumn = 1;
constexpr std::size_t kFirstOccupationColumn = kFirstAgeColumn + kAgeGroups;
constexpr float kLogCountScale = 1.0F / 3.0F;
constexpr int kOldestDecade = 1920;
constexpr std::string_view kNoGenres = "(no genres listed)";

constexpr std::array<std::string_view, 19> kStopWords = {
    "the", "a",   "an",  "of",  "and", "in", "to",  "la", "le", "les",
    "de",  "der", "die", "das", "il",  "i",  "for", "on", "at"};

std::size_t age_group(int age) {
    const auto next = std::ranges::upper_bound(kAgeGroupsFrom, age);
    return next == kAgeGroupsFrom.begin()
               ? 0
               : static_cast<std::size_t>(next - kAgeGroupsFrom.begin() - 1);
}

/// ASCII letters for the code points U+00C0..U+00FF; "*" where there is none.
constexpr std::array<std::string_view, 64> kLatin1Letters = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "*", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "*", "o", "u", "u", "u", "u", "y", "th", "y"};

/// Appends the letters of the two-byte UTF-8 sequence at `text`, or nothing if it is none of
/// Latin-1's letters.
bool append_latin1(std::string_view text, std::string& word) {
    if (text.size() < 2 || text[0] != '\xC3') return false;
    const auto second = static_cast<unsigned char>(text[1]);
    if (second < 0x80 || second > 0xBF) return false;
    const std::string_view letters = kLatin1Letters[second - 0x80U];
    if (letters == "*") return false;
    word += letters;
    return true;
}

std::string_view without_year(std::string_view title) {
    return domain::release_year(title) ? title.substr(0, title.rfind('(')) : title;
}

/// FNV-1a, 32 bits, with its high half folded in: the low bits alone choose the bucket.
std::uint32_t hash_of(std::string_view word) {
    std::uint32_t hash = 0x811C9DC5U;
    for (const char c : word)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
    return hash ^ (hash >> 16U);
}

}  // namespace

float bag_weight(std::size_t movies_in_bag) {
    return 1.0F / std::sqrt(static_cast<float>(movies_in_bag) + 1.0F);
}

EncoderConfig encoder_config_for(std::span<const domain::Movie> movies, bool history_statistics,
                                 std::uint32_t title_buckets) {
    std::set<std::string> genres;
    std::set<int> years;
    EncoderConfig config;
    for (const domain::Movie& movie : movies) {
        for (const std::string& genre : movie.genres)
            if (!genre.empty() && genre != kNoGenres) genres.insert(genre);
        if (const std::optional<int> year = domain::release_year(movie.title))
            years.insert(*year);
        else
            config.unknown_year_column = true;
    }
    config.history_statistics = history_statistics;
    config.genres.assign(genres.begin(), genres.end());
    config.title_buckets = title_buckets;
    if (years.empty()) return config;
    const int last = std::max(kOldestDecade, *years.rbegin());
    for (int decade = std::max(kOldestDecade, *years.begin() / 10 * 10); decade <= last;
         decade += 10)
        config.year_bins.push_back(decade);
    return config;
}

DemographicFeatures::DemographicFeatures(const domain::Demographics& demographics) {
    if (demographics.gender) add(0, *demographics.gender == domain::Gender::male ? 1.0F : -1.0F);
    if (demographics.age) add(kFirstAgeColumn + age_group(*demographics.age), 1.0F);
    if (demographics.occupation && *demographics.occupation >= 0 &&
        *demographics.occupation < domain::kOccupations)
        add(kFirstOccupationColumn + static_cast<std::size_t>(*demographics.occupation), 1.0F);
}

void DemographicFeatures::add(std::size_t column, float value) {
    features_[count_++] = {static_cast<std::uint32_t>(column), value};
}

void UserFeatureEncoder::encode(const domain::Demographics& demographics, HistoryCounts history,
                                std::span<float> out) const {
    assert(out.size() == size());
    std::ranges::fill(out, 0.0F);
    const DemographicFeatures features(demographics);
    for (const Feature feature : features.view())
        out[feature.column] = feature.value;
    const std::size_t count = history.liked + history.disliked;
    if (!statistics_ || count == 0) return;
    const auto ratings = static_cast<float>(count);
    out[kDemographicFeatures] = std::log1p(ratings) * kLogCountScale;
    out[kDemographicFeatures + 1] = static_cast<float>(history.liked) / ratings;
    out[kDemographicFeatures + 2] = 1.0F;
}

MovieFeatureEncoder::MovieFeatureEncoder(const EncoderConfig& config)
    : year_bins_(config.year_bins),
      unknown_year_column_(config.unknown_year_column),
      title_buckets_(config.title_buckets) {
    assert(std::ranges::is_sorted(year_bins_));
    for (const std::string& genre : config.genres)
        genre_column_.emplace(genre, static_cast<std::uint32_t>(genre_column_.size()));
    const std::size_t years = year_bins_.size() + (unknown_year_column_ ? 1 : 0);
    first_title_column_ = static_cast<std::uint32_t>(genre_column_.size() + years);
    size_ = first_title_column_ + title_buckets_;
}

void MovieFeatureEncoder::encode(const domain::Movie& movie, std::span<float> out) const {
    assert(out.size() == size_);
    std::vector<Feature> features;
    encode(movie, features);
    std::ranges::fill(out, 0.0F);
    for (const Feature feature : features)
        out[feature.column] = feature.value;
}

void MovieFeatureEncoder::encode(const domain::Movie& movie, std::vector<Feature>& out) const {
    out.clear();
    for (const std::string& genre : movie.genres)
        if (const auto found = genre_column_.find(genre); found != genre_column_.end())
            out.push_back({found->second, 1.0F});
    std::ranges::sort(out, {}, &Feature::column);
    const auto repeated = std::ranges::unique(out, {}, &Feature::column);
    out.erase(repeated.begin(), repeated.end());
    add_year(movie, out);
    if (title_buckets_ != 0) add_title(movie, out);
}

void MovieFeatureEncoder::add_year(const domain::Movie& movie, std::vector<Feature>& out) const {
    const auto first = static_cast<std::uint32_t>(genre_column_.size());
    const std::optional<int> year = domain::release_year(movie.title);
    if (!year) {
        if (unknown_year_column_)
            out.push_back({first + static_cast<std::uint32_t>(year_bins_.size()), 1.0F});
        return;
    }
    if (year_bins_.empty()) return;
    const auto after = std::ranges::upper_bound(year_bins_, *year) - year_bins_.begin();
    out.push_back(
        {first + static_cast<std::uint32_t>(std::max<std::ptrdiff_t>(after - 1, 0)), 1.0F});
}

void MovieFeatureEncoder::add_title(const domain::Movie& movie, std::vector<Feature>& out) const {
    std::set<std::uint32_t> buckets;
    for (const std::string& word : title_words(movie.title))
        buckets.insert(hash_of(word) % title_buckets_);
    const float value = 1.0F / std::sqrt(static_cast<float>(buckets.size()));
    for (const std::uint32_t bucket : buckets)
        out.push_back({first_title_column_ + bucket, value});
}

std::vector<std::string> title_words(std::string_view title) {
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty() && std::ranges::find(kStopWords, word) == kStopWords.end())
            words.push_back(word);
        word.clear();
    };
    title = without_year(title);
    for (std::size_t i = 0; i < title.size(); ++i) {
        const char c = title[i];
        const bool lower = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (append_latin1(title.substr(i), word))
            ++i;
        else if (c >= 'A' && c <= 'Z')
            word += static_cast<char>(c - 'A' + 'a');
        else if (lower || static_cast<unsigned char>(c) >= 0x80)
            word += c;
        else
            end_word();
    }
    end_word();
    return words;
}

}  // namespace neurec::infrastructure::deep_learning
