#include "application/dtos/ratings.hpp"

#include "application/services/rating_id.hpp"
#include "application/services/timestamps.hpp"

namespace neurec::application {

RatingPublic public_form(const domain::Rating& rating) {
    RatingPublic result{.id = rating_id(rating.user, rating.movie),
                        .user_id = rating.user.value,
                        .movie_id = rating.movie.value,
                        .rating = rating.rating,
                        .timestamp = {}};
    if (rating.timestamp != domain::kUnknownTime) result.timestamp = rfc3339_text(rating.timestamp);
    return result;
}

}  // namespace neurec::application
