#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/errors.hpp"
#include "domain/ports/clock.hpp"
#include "domain/ports/logger.hpp"
#include "domain/ports/model_store.hpp"
#include "domain/ports/repositories.hpp"
#include "domain/ports/storage_probe.hpp"

/// Ports in memory, for tests of what stands above them.
namespace neurec::tests {

inline domain::Movie movie(std::int64_t id, std::string title, std::vector<std::string> genres) {
    return {domain::MovieId{id}, std::move(title), std::move(genres)};
}

/// Always the same moment.
struct StoppedClock : domain::Clock {
    [[nodiscard]] std::int64_t now() const override { return 1'000'000; }
};

/// A model whose scores can be worked out by hand: a movie's base score, 0.1 more for each liked
/// movie that shares a genre with it, and 0.05 more for comedies where the age is known. Base
/// scores fall from 0.5 by 0.01 a position.
class TransparentModel : public domain::RankingModel {
  public:
    TransparentModel(std::string id, std::vector<domain::Movie> movies)
        : id_(std::move(id)), movies_(std::move(movies)) {
        for (std::size_t i = 0; i < movies_.size(); ++i)
            likes_.push_back(static_cast<std::uint32_t>(movies_.size() - i));
    }

    [[nodiscard]] std::string_view id() const override { return id_; }
    [[nodiscard]] std::span<const domain::Movie> movies() const override { return movies_; }
    [[nodiscard]] std::optional<domain::MovieIndex> index_of(
        domain::MovieId wanted) const override {
        for (domain::MovieIndex i = 0; i < movies_.size(); ++i)
            if (movies_[i].id == wanted) return i;
        return std::nullopt;
    }
    [[nodiscard]] std::span<const std::uint32_t> likes() const override { return likes_; }
    [[nodiscard]] domain::EncodedUser encode(const domain::UserProfile& profile) const override {
        domain::EncodedUser user;
        user.demographics = profile.demographics;
        last_asked_at = profile.asked_at;
        for (std::uint32_t place = 0; place < profile.ratings.size(); ++place) {
            const auto index = index_of(profile.ratings[place].movie);
            if (!index) continue;
            user.rated.push_back(*index);
            if (!domain::is_liked(profile.ratings[place].rating)) continue;
            user.liked.push_back(*index);
            user.liked_place.push_back(place);
        }
        return user;
    }
    /// Of the profile that any such model encoded last.
    static inline std::atomic<std::int64_t> last_asked_at{domain::kUnknownTime};

    void score_all(const domain::EncodedUser& user, std::span<float> out) const override {
        for (domain::MovieIndex i = 0; i < movies_.size(); ++i)
            out[i] = score_of(user, i);
    }
    void score(const domain::EncodedUser& user, std::span<const domain::MovieIndex> candidates,
               std::span<float> out) const override {
        for (std::size_t i = 0; i < candidates.size(); ++i)
            out[i] = score_of(user, candidates[i]);
    }

  private:
    [[nodiscard]] bool share_a_genre(domain::MovieIndex a, domain::MovieIndex b) const {
        return std::ranges::any_of(movies_[a].genres, [&](const std::string& genre) {
            return std::ranges::find(movies_[b].genres, genre) != movies_[b].genres.end();
        });
    }
    [[nodiscard]] float score_of(const domain::EncodedUser& user, domain::MovieIndex movie) const {
        float score = 0.5F - 0.01F * static_cast<float>(movie);
        for (const domain::MovieIndex liked : user.liked)
            if (share_a_genre(liked, movie)) score += 0.1F;
        const auto& genres = movies_[movie].genres;
        if (user.demographics.age && std::ranges::find(genres, "Comedy") != genres.end())
            score += 0.05F;
        return std::clamp(score, 0.0F, 1.0F);
    }

    std::string id_;
    std::vector<domain::Movie> movies_;
    std::vector<std::uint32_t> likes_;
};

/// Candidates that a test states; popularity by position.
struct StatedCandidates : domain::CandidateIndex {
    explicit StatedCandidates(std::size_t movies) : popular(movies) {
        std::iota(popular.begin(), popular.end(), 0U);
    }

    [[nodiscard]] std::span<const domain::MovieIndex> by_popularity() const override {
        return popular;
    }
    void liked_by_similar_users(const domain::EncodedUser&, std::size_t, std::size_t limit,
                                std::vector<domain::MovieIndex>& out) const override {
        append(from_similar_users, limit, out);
    }
    void matching(const domain::EncodedUser&, std::size_t limit,
                  std::vector<domain::MovieIndex>& out) const override {
        append(matching_the_user, limit, out);
    }
    void co_liked(std::span<const domain::MovieIndex>, std::size_t limit,
                  std::vector<domain::MovieIndex>& out) const override {
        append(from_item_item, limit, out);
    }
    void similar_movies(std::span<const domain::MovieIndex> movies, std::size_t per_movie,
                        std::vector<domain::MovieIndex>& out) const override {
        asked_for_content.assign(movies.begin(), movies.end());
        for (std::size_t i = 0; i < movies.size(); ++i)
            append(from_content, per_movie, out);
    }

    [[nodiscard]] std::vector<domain::SimilarMovie> most_similar(domain::MovieIndex /*movie*/,
                                                                 std::size_t count) const override {
        return {similar.begin(),
                similar.begin() + static_cast<std::ptrdiff_t>(std::min(count, similar.size()))};
    }

    std::vector<domain::MovieIndex> popular;
    std::vector<domain::MovieIndex> matching_the_user;
    std::vector<domain::MovieIndex> from_similar_users;
    std::vector<domain::MovieIndex> from_item_item;
    std::vector<domain::MovieIndex> from_content;
    std::vector<domain::SimilarMovie> similar;
    mutable std::vector<domain::MovieIndex> asked_for_content;  ///< last, for a test in one thread

  private:
    static void append(const std::vector<domain::MovieIndex>& from, std::size_t limit,
                       std::vector<domain::MovieIndex>& out) {
        out.insert(out.end(), from.begin(),
                   from.begin() + static_cast<std::ptrdiff_t>(std::min(limit, from.size())));
    }
};

/// A models folder in memory: ids in `broken` cannot be loaded. Thread-safe where the test only
/// calls activate().
class MemoryModelStore : public domain::ModelStore {
  public:
    [[nodiscard]] std::filesystem::path folder() const override { return "/nowhere"; }
    [[nodiscard]] std::vector<std::string> list() const override { return listed; }
    [[nodiscard]] std::optional<std::string> active() const override {
        const std::lock_guard lock(mutex_);
        return active_;
    }
    void activate(const std::string& id) override {
        const std::lock_guard lock(mutex_);
        active_ = id;
    }
    void deactivate() {
        const std::lock_guard lock(mutex_);
        active_.reset();
    }
    void remove_leftovers() override {}
    [[nodiscard]] std::uint64_t training_data(const std::string& /*id*/) const override {
        return 0;
    }
    [[nodiscard]] domain::ModelDescription describe(const std::string& id) const override {
        if (removed.contains(id)) throw domain::NotFound("There is no model " + id);
        return {};
    }
    [[nodiscard]] std::string manifest(const std::string& id) const override {
        return "{\"id\": \"" + id + "\"}\n";
    }
    [[nodiscard]] domain::ServableModel load(const std::string& id,
                                             std::vector<domain::Movie> catalogue) const override {
        ++loads;
        if (broken.contains(id)) throw domain::Unavailable(broken.at(id));
        auto candidates = std::make_shared<StatedCandidates>(catalogue.size());
        return {std::make_shared<TransparentModel>(id, std::move(catalogue)),
                std::move(candidates)};
    }

    std::vector<std::string> listed;
    std::set<std::string> removed;              ///< ids that are not there, listed or not
    std::map<std::string, std::string> broken;  ///< id → what load() says
    mutable int loads = 0;

  private:
    mutable std::mutex mutex_;
    std::optional<std::string> active_;
};

struct MemoryMovies : domain::MovieRepository {
    explicit MemoryMovies(std::vector<domain::Movie> all_movies) : movies(std::move(all_movies)) {}
    [[nodiscard]] std::optional<domain::Movie> find(domain::MovieId id) override {
        if (is_down) throw domain::Unavailable("the database is away");
        const auto found = std::ranges::find(movies, id, &domain::Movie::id);
        return found == movies.end() ? std::nullopt : std::optional(*found);
    }
    [[nodiscard]] domain::MoviePage search(const domain::MovieQuery& query) override {
        asked = query;
        return {movies, total};
    }
    [[nodiscard]] std::vector<std::string> genres() override {
        std::set<std::string> names;
        for (const domain::Movie& movie : movies)
            names.insert(movie.genres.begin(), movie.genres.end());
        return {names.begin(), names.end()};
    }
    [[nodiscard]] std::vector<domain::Movie> all() override {
        if (is_down) throw domain::Unavailable("the database is away");
        return movies;
    }
    [[nodiscard]] std::uint64_t catalogue_version() override {
        if (is_down) throw domain::Unavailable("the database is away");
        return version;
    }

    std::vector<domain::Movie> movies;
    std::uint64_t version = 1;
    bool is_down = false;
    std::uint64_t total = 0;
    domain::MovieQuery asked;
};

struct MemoryProfiles : domain::UserProfileRepository {
    [[nodiscard]] std::optional<domain::UserProfile> find(domain::UserId id) override {
        const auto found = profiles.find(id);
        return found == profiles.end() ? std::nullopt : std::optional(found->second);
    }
    std::map<domain::UserId, domain::UserProfile> profiles;
};

struct StatedStorage : domain::StorageProbe {
    [[nodiscard]] std::optional<std::string> write_problem() override { return problem; }
    std::optional<std::string> problem;
};

/// Keeps what is logged: "message name=value …", one text a line.
class RecordingLogger : public domain::Logger {
  public:
    void write(domain::LogLevel, std::string_view message,
               std::initializer_list<domain::LogField> fields) override {
        std::string line(message);
        for (const auto& [name, value] : fields) {
            line += " " + std::string(name) + "=";
            std::visit(
                [&](const auto& each) {
                    if constexpr (std::is_convertible_v<decltype(each), std::string_view>)
                        line += each;
                    else
                        line += std::to_string(each);
                },
                value);
        }
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    [[nodiscard]] std::vector<std::string> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }
    [[nodiscard]] std::size_t count(std::string_view part) const {
        const auto all = lines();
        return static_cast<std::size_t>(std::ranges::count_if(
            all, [&](const std::string& line) { return line.find(part) != std::string::npos; }));
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

}  // namespace neurec::tests
