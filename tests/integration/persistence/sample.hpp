#pragma once

#include <string>
#include <utility>
#include <vector>

#include "domain/ports/dataset_store.hpp"
#include "support/recording_sink.hpp"

namespace neurec::tests {

inline domain::Movie movie(std::int64_t id, std::string title, std::vector<std::string> genres) {
    return {domain::MovieId{id}, std::move(title), std::move(genres)};
}

/// Four movies, three users, four ratings.
inline const std::vector<domain::Movie> kMovies{
    movie(1, "Toy Story (1995)", {"Animation", "Children's", "Comedy"}),
    movie(260, "Star Wars: Episode IV - A New Hope (1977)", {"Sci-Fi", "Action"}),
    movie(73, "Misérables, Les (1995)", {"Drama"}), movie(5, "Untitled", {})};
inline const std::vector<domain::User> kUsers{{domain::UserId{2}, {56, domain::Gender::male, 16}},
                                              {domain::UserId{1}, {1, domain::Gender::female, 10}},
                                              {domain::UserId{9}, {}}};
inline const std::vector<domain::Rating> kRatings{rating(2, 260, 5, 978300760), rating(1, 73, 4, 0),
                                                  rating(2, 1, 0.5F, 978300761),
                                                  rating(2, 73, 3, 978300762)};

/// Writes the sample in one transaction.
inline void store_sample(domain::DatasetStore& store) {
    const auto transaction = store.begin_import({});
    for (const domain::Movie& each : kMovies)
        transaction->upsert(each);
    for (const domain::User& each : kUsers)
        transaction->upsert(each);
    for (const domain::Rating& each : kRatings)
        transaction->upsert(each);
    transaction->commit();
}

}  // namespace neurec::tests
