-- Every genre under one spelling, as new ones are stored (domain/models/genre.hpp): the one that most movies have.
delete from movie_genres where lower(trim(genre)) in ('', 'none', 'unknown', '(no genres listed)');
create table genre_spellings as
    select genre, lower(trim(genre)) as genre_key, count(*) as movies from movie_genres group by genre;
create table genre_names as
    select s.genre, (select trim(best.genre) from genre_spellings best where best.genre_key = s.genre_key
                     order by best.movies desc, best.genre limit 1) as name
    from genre_spellings s;
update movie_genres set genre = (select n.name from genre_names n where n.genre = movie_genres.genre)
    where genre in (select genre from genre_names where genre <> name);
delete from movie_genres where exists (
    select 1 from movie_genres earlier where earlier.movie_id = movie_genres.movie_id
    and earlier.genre = movie_genres.genre and earlier.position < movie_genres.position);
drop table genre_names;
drop table genre_spellings;
update catalogue_version set version = version + 1;

-- What is not known comes last in both directions of an order (sql_movie_repository.cpp), which takes an index for each:
-- the oldest first, and the worst rated first. No year is above 2100, no mean above 5.
create index movies_by_year_to_the_newest on movies ((coalesce(year, 9999)), id);
create index movies_by_mean_to_the_best on movies ((coalesce(nullif(mean_rating, 0), 6)), rating_count desc, id);
