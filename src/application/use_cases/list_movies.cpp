#include "application/use_cases/list_movies.hpp"

namespace neurec::application {

namespace {

[[nodiscard]] domain::MovieOrder order_of(MovieSort sort) {
    switch (sort) {
        case MovieSort::id:
            return domain::MovieOrder::id;
        case MovieSort::title:
            return domain::MovieOrder::title;
        case MovieSort::year:
            return domain::MovieOrder::year;
        case MovieSort::popularity:
            return domain::MovieOrder::popularity;
        case MovieSort::mean_rating:
            return domain::MovieOrder::mean_rating;
    }
    return domain::MovieOrder::id;
}

}  // namespace

MovieList ListMovies::operator()(const MovieListQuery& query) const {
    const domain::MoviePage page = movies_.search({.title_words = query.title.value_or(""),
                                                   .genre = query.genre.value_or(""),
                                                   .year_from = query.year_from,
                                                   .year_to = query.year_to,
                                                   .order = order_of(query.sort),
                                                   .page = query.page,
                                                   .size = query.size});
    MovieList list;
    list.movies.reserve(page.movies.size());
    for (const domain::Movie& movie : page.movies)
        list.movies.push_back(public_form(movie));
    list.total = page.total;
    list.page = query.page;
    list.size = query.size;
    list.pages = (page.total + query.size - 1) / query.size;
    return list;
}

}  // namespace neurec::application
