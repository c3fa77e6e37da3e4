-- Whose rows are whose. A data set's own id is a text, unique within its source; our ids are ours (docs/decisions/
-- 0015-ids-of-our-own.md). A user belongs to a source or is a person with an account, never both.
create table sources (
    id   integer primary key,
    name varchar(100) ${by_code_point} not null unique,
    path varchar(4096)
);
insert into sources (id, name) values (1, 'default');

-- Ids beyond 2^53 - 1 reach browsers rounded: rows of an older database that have one get another, after the highest of the
-- others. They go, with what depends on them, and come back with it.
create table moved_users as
    select users.*, (select coalesce(max(id), 0) from users where id <= 4503599627370496)
                    + row_number() over (order by id) as new_id
    from users where id > 9007199254740991;
create table moved_ratings as
    select m.new_id as user_id, r.movie_id, r.rating, r.timestamp
    from ratings r join moved_users m on m.id = r.user_id;
delete from users where id > 9007199254740991;
insert into users (id, age, gender, occupation, username, email, email_key, password_hash, role, token_version)
    select new_id, age, gender, occupation, username, email, email_key, password_hash, role, token_version
    from moved_users;
insert into ratings (user_id, movie_id, rating, timestamp)
    select user_id, movie_id, rating, timestamp from moved_ratings;
drop table moved_ratings;

create table moved_movies as
    select movies.*, (select coalesce(max(id), 0) from movies where id <= 4503599627370496)
                     + row_number() over (order by id) as new_id
    from movies where id > 9007199254740991;
create table moved_genres as
    select m.new_id as movie_id, g.position, g.genre from movie_genres g join moved_movies m on m.id = g.movie_id;
create table moved_words as
    select w.word, m.new_id as movie_id from movie_words w join moved_movies m on m.id = w.movie_id;
create table moved_ratings as
    select r.user_id, m.new_id as movie_id, r.rating, r.timestamp
    from ratings r join moved_movies m on m.id = r.movie_id;
delete from movies where id > 9007199254740991;
insert into movies (id, title, year, rating_count, mean_rating)
    select new_id, title, year, rating_count, mean_rating from moved_movies;
insert into movie_genres (movie_id, position, genre) select movie_id, position, genre from moved_genres;
insert into movie_words (word, movie_id) select word, movie_id from moved_words;
insert into ratings (user_id, movie_id, rating, timestamp)
    select user_id, movie_id, rating, timestamp from moved_ratings;

alter table users add column source_id integer references sources (id)
    check (source_id is null or (username is null and email is null and password_hash is null and role = 'user'));
alter table users add column external_id varchar(100) ${by_code_point}
    check ((external_id is null) = (source_id is null) and id <= 9007199254740991);
alter table movies add column source_id integer references sources (id);
alter table movies add column external_id varchar(100) ${by_code_point}
    check ((external_id is null) = (source_id is null) and id <= 9007199254740991);
-- The movie's place among those of its source in the order in which the source's ratings first name them, from 0.
alter table movies add column first_rated bigint;

-- Who has neither name nor password came with an import; of movies nobody knows, so that all did.
update users set source_id = 1, external_id = cast(id as varchar(100))
    where username is null and email is null and password_hash is null and role = 'user';
update movies set source_id = 1, external_id = cast(id as varchar(100));
update users set external_id = (select cast(m.id as varchar(100)) from moved_users m where m.new_id = users.id)
    where source_id = 1 and id in (select new_id from moved_users);
update movies set external_id = (select cast(m.id as varchar(100)) from moved_movies m where m.new_id = movies.id)
    where id in (select new_id from moved_movies);
drop table moved_ratings;
drop table moved_genres;
drop table moved_words;
drop table moved_movies;
drop table moved_users;
create unique index users_by_source on users (source_id, external_id);
create unique index movies_by_source on movies (source_id, external_id);

-- No id is ever used twice. New rows count on from last_id, above which nothing up to 2^52 was ever used; who deletes a row
-- writes its id down. Ids up to unknown_until may have been used before they were written down.
create table id_counters (
    kind          varchar(10) primary key,
    last_id       bigint not null,
    unknown_until bigint not null
) ${clustered};
insert into id_counters (kind, last_id, unknown_until)
    select 'users', coalesce(max(id), 0), coalesce(max(id), 0) from users where id <= 4503599627370496;
insert into id_counters (kind, last_id, unknown_until)
    select 'movies', coalesce(max(id), 0), coalesce(max(id), 0) from movies where id <= 4503599627370496;
create table retired_ids (
    kind varchar(10) not null,
    id   bigint not null,
    primary key (kind, id)
) ${clustered};
