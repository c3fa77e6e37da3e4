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
    std::vector<std::string> of_movie;  // lists without room to grow: a server keeps them all
    const auto give = [&] {
        if (!of_movie.empty()) movie->genres.assign(of_movie.begin(), of_movie.end());
        of_movie.clear();
    };
    while (genres.fetch()) {
        if (movie != movies.end() && movie->id.value < id) give();
        while (movie != movies.end() && movie->id.value < id)
            ++movie;
        if (movie != movies.end() && movie->id.value == id) of_movie.push_back(text);
    }
    give();
    return movies;
}

}  // namespace neurec::infrastructure::persistence
