#include "application/services/source_agreement.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "domain/models/movie.hpp"

namespace neurec::application {

namespace {

constexpr std::size_t kExamples = 3;
constexpr int kNearYears = 2;
constexpr std::uint64_t kOneIn = 10;

constexpr std::array<std::string_view, 15> kArticles{
    "a", "an", "the", "le", "la", "les", "l", "el", "los", "las", "il", "der", "die", "das", "un"};

bool is_word_byte(char c) {
    // Bytes of UTF-8 beyond ASCII belong to letters.
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) > 0x7f;
}

std::string without_parentheses(std::string_view title) {
    std::string rest;
    int depth = 0;
    for (const char c : title) {
        if (c == '(') ++depth;
        if (depth == 0) rest += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (c == ')' && depth > 0) --depth;
    }
    return rest;
}

/// Of a title that has no others ("(500)", "The"), one word that is the title.
std::set<std::string> words_of(std::string_view title) {
    std::set<std::string> words;
    const std::string text = without_parentheses(title);
    std::string word;
    for (const char c : text + ' ') {
        if (is_word_byte(c)) {
            word += c;
        } else if (c != '\'' && !word.empty()) {
            if (std::ranges::find(kArticles, word) == kArticles.end()) words.insert(word);
            word.clear();
        }
    }
    if (words.empty()) words.emplace(title);
    return words;
}

}  // namespace

bool may_be_one_movie(std::string_view left, std::string_view right) {
    if (left == right) return true;
    const auto left_year = domain::release_year(left);
    const auto right_year = domain::release_year(right);
    if (left_year && right_year && std::abs(*left_year - *right_year) > kNearYears) return false;
    const std::set<std::string> in_left = words_of(left);
    const std::set<std::string> in_right = words_of(right);
    const auto common = static_cast<std::size_t>(std::ranges::count_if(
        in_left, [&](const std::string& word) { return in_right.contains(word); }));
    return 2 * common >= std::max(in_left.size(), in_right.size());
}

bool contradicts(const domain::Demographics& stored, const domain::Demographics& imported) {
    return (stored.age && stored.age != imported.age) ||
           (stored.gender && stored.gender != imported.gender) ||
           (stored.occupation && stored.occupation != imported.occupation);
}

void SourceAgreement::differ(const std::string& example) {
    differ();
    if (examples_.size() < kExamples) examples_.push_back(example);
}

bool SourceAgreement::is_beyond_correction() const {
    return differing_ >= at_least_ && (kOneIn * differing_ > compared_ || differing_ > at_most_);
}

std::string SourceAgreement::shares() const {
    return std::to_string(differing_) + " of " + std::to_string(compared_);
}

}  // namespace neurec::application
