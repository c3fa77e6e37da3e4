#include "application/use_cases/list_movies.hpp"

#include "application/services/unknown_genre.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] domain::MovieOrder order_of(MovieSort sort) {
    switch (sort) {
        case MovieSort::id:
        case MovieSort::minus_id:
            return domain::MovieOrder::id;
        case MovieSort::title:
        case MovieSort::minus_title:
            return domain::MovieOrder::title;
        case MovieSort::year:
        case MovieSort::minus_year:
            return domain::MovieOrder::year;
        case MovieSort::popularity:
        case MovieSort::minus_popularity:
            return domain::MovieOrder::popularity;
        case MovieSort::mean_rating:
        case MovieSort::minus_mean_rating:
            return domain::MovieOrder::mean_rating;
    }
    return domain::MovieOrder::id;
}

/// The catalogue's spellings of the wanted genre; none where no genre is asked for.
[[nodiscard]] std::vector<std::string> spellings_of(const std::optional<std::string>& wanted,
                                                    domain::MovieRepository& movies) {
    if (!wanted) return {};
    const std::vector<std::string> known = movies.genres();
    auto spellings = domain::spellings_of(*wanted, known);
    if (spellings.empty())
        throw InvalidRequest({unknown_genre({"query", "genre"}, *wanted, known)});
    return spellings;
}

}  // namespace

MovieList ListMovies::operator()(const MovieListQuery& query) const {
    const PageWindow window = window_of(query);
    const domain::MoviePage page = movies_.search({.title_words = query.title.value_or(""),
                                                   .genres = spellings_of(query.genre, movies_),
                                                   .year_from = query.year_from,
                                                   .year_to = query.year_to,
                                                   .order = order_of(query.sort),
                                                   .reversed = query.sort >= MovieSort::minus_id,
                                                   .offset = window.offset,
                                                   .limit = window.limit});
    MovieList list;
    list.movies.reserve(page.movies.size());
    for (const domain::Movie& movie : page.movies)
        list.movies.push_back(public_form(movie));
    note_place(list, window, page.total);
    return list;
}

}  // namespace neurec::application
