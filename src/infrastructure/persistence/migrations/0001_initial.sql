-- Portable SQL, but for three words (Engine::in_dialect). "${clustered}" is "without rowid" on SQLite, where the primary
-- key then is the table; PostgreSQL has no such thing. "${by_code_point}" and "${nulls_first}" are what SQLite does anyway
-- and PostgreSQL has to be told, so that both order alike.

create table users (
    id         bigint primary key check (id > 0),
    age        integer check (age between 0 and 150),
    gender     char(1) check (gender in ('F', 'M')),
    occupation integer check (occupation between 0 and 20)
) ${clustered};

create table movies (
    id    bigint primary key check (id > 0),
    title varchar(500) ${by_code_point} not null,
    year  integer
) ${clustered};
create index movies_by_title on movies (title, id);
create index movies_by_year on movies (year ${nulls_first}, id);

create table movie_genres (
    movie_id bigint not null references movies (id) on delete cascade,
    position integer not null,
    genre    varchar(50) ${by_code_point} not null,
    primary key (movie_id, position)
) ${clustered};
create index movie_genres_by_genre on movie_genres (genre, movie_id);

-- The folded words of each title (title_words.hpp), so that a search for words is a look-up and not a scan.
create table movie_words (
    word     varchar(500) ${by_code_point} not null,
    movie_id bigint not null references movies (id) on delete cascade,
    primary key (word, movie_id)
) ${clustered};
create index movie_words_by_movie on movie_words (movie_id);

-- A profile is one range of the primary key.
create table ratings (
    user_id   bigint not null references users (id) on delete cascade,
    movie_id  bigint not null references movies (id) on delete cascade,
    rating    real not null check (rating between 0.5 and 5),
    timestamp bigint not null check (timestamp >= 0),
    primary key (user_id, movie_id)
) ${clustered};
create index ratings_by_movie on ratings (movie_id);
