#include "infrastructure/persistence/movie_rows.hpp"

#include <soci/soci.h>

#include <string>

namespace neurec::infrastructure::persistence {

std::vector<domain::Movie> load_movies(soci::session& session) {
    std::vector<domain::Movie> movies;
    long long id = 0;
    std::string text;
    soci::statement titles = (session.prepare << "select id, title from movies order by id",
                              soci::into(id), soci::into(text));
    titles.execute();
    while (titles.fetch())
        movies.push_back({domain::MovieId{id}, text, {}});

    soci::statement genres =
        (session.prepare << "select movie_id, genre from movie_genres order by movie_id, position",
         soci::into(id), soci::into(text));
    genres.execute();
    auto movie = movies.begin();
    while (genres.fetch()) {
        while (movie != movies.end() && movie->id.value < id)
            ++movie;
        if (movie != movies.end() && movie->id.value == id) movie->genres.push_back(text);
    }
    // A server keeps these lists: none needs room to grow.
    for (domain::Movie& each : movies)
        each.genres.shrink_to_fit();
    return movies;
}

std::vector<std::string> load_genres(soci::session& session) {
    std::vector<std::string> genres;
    std::string genre;
    // "select distinct" would read the whole index.
    soci::statement query =
        (session.prepare << "with recursive known (genre) as (select min(genre) from movie_genres "
                            "union all select (select min(g.genre) from movie_genres g where "
                            "g.genre > known.genre) from known where known.genre is not null) "
                            "select genre from known where genre is not null",
         soci::into(genre));
    query.execute();
    while (query.fetch())
        genres.push_back(genre);
    return genres;
}

}  // namespace neurec::infrastructure::persistence
