#include "application/use_cases/rate_movies.hpp"

#include <algorithm>
#include <string>

#include "application/dtos/invalid_request.hpp"
#include "application/services/rating_id.hpp"
#include "application/services/timestamps.hpp"
#include "domain/models/times.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] FieldFault fault_at(std::size_t position, const char* member, std::string problem,
                                  std::variant<std::int64_t, std::string> input) {
    return {{"body", static_cast<std::int64_t>(position), member},
            std::move(problem),
            std::move(input)};
}

/// What is wrong with the time of a rating that is given now; an empty text where nothing is.
[[nodiscard]] std::string problem_of(std::optional<std::int64_t> time, std::int64_t now) {
    if (!time) return "not a date and time such as 2026-11-23T09:30:00Z";
    if (*time < 0) return "before 1970; no rating is that old";
    if (domain::is_in_the_future(*time, now))
        return "in the future: here it is " + rfc3339_text(now);
    return {};
}

[[nodiscard]] std::vector<domain::Rating> ratings_of(const std::vector<RatingSchema>& given,
                                                     std::int64_t now) {
    std::vector<domain::Rating> ratings;
    ratings.reserve(given.size());
    std::vector<FieldFault> faults;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const RatingSchema& each = given[i];
        const auto time = each.timestamp ? seconds_of_rfc3339(*each.timestamp) : now;
        if (const std::string problem = problem_of(time, now); !problem.empty())
            faults.push_back(fault_at(i, "timestamp", problem, *each.timestamp));
        // A clock that is a little ahead of ours says "now".
        ratings.push_back({domain::UserId{each.user_id}, domain::MovieId{each.movie_id},
                           each.rating, std::min(time.value_or(now), now)});
    }
    if (!faults.empty()) throw InvalidRequest(std::move(faults));
    return ratings;
}

[[noreturn]] void refuse(const domain::UnknownInBulk& unknown,
                         const std::vector<domain::Rating>& ratings) {
    std::vector<FieldFault> faults;
    for (const std::size_t i : unknown.users) {
        const std::int64_t id = ratings[i].user.value;
        faults.push_back(fault_at(i, "user_id", "there is no user " + std::to_string(id), id));
    }
    for (const std::size_t i : unknown.movies) {
        const std::int64_t id = ratings[i].movie.value;
        faults.push_back(fault_at(i, "movie_id", "there is no movie " + std::to_string(id), id));
    }
    throw InvalidRequest(std::move(faults));
}

}  // namespace

std::vector<RatingPublic> RateMovies::operator()(const Caller& caller,
                                                 const std::vector<RatingSchema>& given) const {
    for (const RatingSchema& each : given)
        require_self(caller, domain::UserId{each.user_id});
    const std::vector<domain::Rating> ratings = ratings_of(given, clock_.now());
    const domain::UnknownInBulk unknown = ratings_.store(ratings);
    if (!unknown.empty()) refuse(unknown, ratings);

    std::vector<RatingPublic> stored;
    stored.reserve(ratings.size());
    for (const domain::Rating& each : ratings)
        stored.push_back(public_form(each));
    return stored;
}

RatingList OwnRatings::list(domain::UserId user, const PageQuery& query) const {
    const PageWindow window = window_of(query);
    const domain::RatingPage page = ratings_.of_user(user, window.offset, window.limit);
    RatingList list;
    list.ratings.reserve(page.ratings.size());
    for (const domain::Rating& each : page.ratings)
        list.ratings.push_back(public_form(each));
    note_place(list, window, page.total);
    return list;
}

void OwnRatings::remove(const Caller& caller, const RatingPath& path) const {
    const auto named = named_by_rating_id(path.rating_id);
    if (!named) throw domain::NotFound("Rating not found");
    require_self(caller, named->first);
    if (!ratings_.remove(named->first, named->second)) throw domain::NotFound("Rating not found");
}

}  // namespace neurec::application
