-- How often and how well each movie is rated, so that lists sort by an index and not by reading every rating. Kept by
-- SqlMovieStatistics after imports and once a minute; a movie without ratings has zeros, which sort last.
alter table movies add column rating_count bigint not null default 0;
alter table movies add column mean_rating double precision not null default 0;
update movies set
    rating_count = (select count(*) from ratings where ratings.movie_id = movies.id),
    mean_rating = coalesce((select avg(rating) from ratings where ratings.movie_id = movies.id), 0);
create index movies_by_popularity on movies (rating_count desc, id);
create index movies_by_mean_rating on movies (mean_rating desc, rating_count desc, id);
