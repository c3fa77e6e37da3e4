import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { Movie } from '../api/client';
import { Cover } from '../covers/Cover';
import { MovieGrid, MovieGridLoading } from '../movies/MovieGrid';
import { MovieTile } from '../movies/MovieTile';
import { movieQuery, similarQuery } from '../movies/queries';
import { partsOf, percent } from '../movies/title';
import { useProfile, useRate } from '../rating/profile';
import { Stars } from '../rating/Stars';
import { useMatch } from '../recommendations/queries';
import { becauseOf } from '../recommendations/reasons';
import { Button } from '../ui/Button';
import { Bone, EmptyState, ErrorState, Loading } from '../ui/States';
import { NotFound } from './NotFound';
import styles from './Film.module.css';

export function Film() {
  const movieId = Number(useParams().movieId);
  return Number.isSafeInteger(movieId) && movieId > 0 ? (
    <KnownFilm key={movieId} movieId={movieId} />
  ) : (
    <NotFound />
  );
}

function KnownFilm({ movieId }: { movieId: number }) {
  const { data: movie, error, refetch } = useQuery(movieQuery(movieId));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!movie)
    return (
      <Loading label="The movie is being fetched">
        <Bone className={styles.bone} />
      </Loading>
    );
  return (
    <div className={styles.page}>
      <Facts movie={movie} />
      <MoreLikeThis movieId={movieId} />
    </div>
  );
}

function Facts({ movie }: { movie: Movie }) {
  const { name, year } = partsOf(movie.title);
  return (
    <article className={styles.film}>
      <title>{`${name} · Neural Recommendation`}</title>
      <div className={styles.cover}>
        <Cover title={movie.title} genres={movie.genres} />
      </div>
      <div className={styles.facts}>
        <h1>{name}</h1>
        <p className={styles.line}>{[year, ...movie.genres].filter(Boolean).join(' · ')}</p>
        <Match movieId={movie.id} />
        <YourRating movie={movie} />
      </div>
    </article>
  );
}

function Match({ movieId }: { movieId: number }) {
  const match = useMatch(movieId);
  if (!match) return null;
  return (
    <div className={styles.match}>
      <p className={styles.percent}>{percent(match.similarity_score)}</p>
      <p>
        <strong>match</strong>
        <br />
        {becauseOf(match.reasons) ?? 'Rate more films, and this becomes yours.'}
      </p>
    </div>
  );
}

function YourRating({ movie }: { movie: Movie }) {
  const { ratings } = useProfile();
  const { rate, takeBack } = useRate();
  const stars = ratings.get(movie.id) ?? null;
  return (
    <div className={styles.rating}>
      <h2>{stars === null ? 'Have you seen it?' : 'Your rating'}</h2>
      <div className={styles.stars}>
        <Stars
          size="large"
          label={movie.title}
          value={stars}
          onRate={(value) =>
            rate({ movieId: movie.id, title: movie.title, genres: movie.genres }, value)
          }
        />
        {stars !== null && (
          <Button look="plain" onClick={() => takeBack(movie.id)}>
            Remove
          </Button>
        )}
      </div>
    </div>
  );
}

function MoreLikeThis({ movieId }: { movieId: number }) {
  const { data, error, refetch } = useQuery(similarQuery(movieId));
  return (
    <section className={styles.similar} aria-labelledby="more-like-this">
      <h2 id="more-like-this">More like this</h2>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <MovieGridLoading label="Similar movies are being looked for" />
      ) : data.length === 0 ? (
        <EmptyState title="Nothing is like it" />
      ) : (
        <MovieGrid aria-label="More like this">
          {data.map(({ movie_id, title, genres }) => (
            <li key={movie_id}>
              <MovieTile movieId={movie_id} title={title} genres={genres} />
            </li>
          ))}
        </MovieGrid>
      )}
    </section>
  );
}
