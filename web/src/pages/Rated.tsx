import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/session';
import { Cover } from '../covers/Cover';
import { movieQuery } from '../movies/queries';
import { partsOf } from '../movies/title';
import { ownRatingsQuery, useProfile, useRate } from '../rating/profile';
import { Stars } from '../rating/Stars';
import { useVisitor, type RatedMovie } from '../rating/visitor';
import { Button, ButtonLink } from '../ui/Button';
import { Bone, EmptyState, ErrorState, Loading } from '../ui/States';
import styles from './Rated.module.css';

const aPage = 30;

/** Everything that was rated, the newest first: to change and to take back. */
export function Rated() {
  const { user } = useSession();
  const { ratings, isKnown, error, retry } = useProfile();
  return (
    <div className={styles.page}>
      <title>My ratings · Neural Recommendation</title>
      <div className={styles.head}>
        <h1>My ratings</h1>
        {!user && ratings.size > 0 && (
          <p>
            They are kept in this browser. <Link to="/signup">Sign up</Link> to keep them for good.
          </p>
        )}
      </div>
      {error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : !isKnown ? (
        <Loading label="Your ratings are being fetched" />
      ) : ratings.size === 0 ? (
        <EmptyState title="You have not rated anything yet">
          <ButtonLink look="primary" to="/discover">
            Start rating
          </ButtonLink>
        </EmptyState>
      ) : (
        <RatedList />
      )}
    </div>
  );
}

type Entry = { movieId: number; known?: RatedMovie };

/** An account's ratings name movies by id alone; this browser has kept the whole of a visitor's. */
function useRatedNewestFirst(): Entry[] {
  const { user } = useSession();
  const visitor = useVisitor();
  const { data } = useQuery({ ...ownRatingsQuery, enabled: user != null });
  if (user) return data?.map(({ movie_id }) => ({ movieId: movie_id })) ?? [];
  return visitor.ratings.map((known) => ({ movieId: known.movieId, known })).reverse();
}

function RatedList() {
  const rated = useRatedNewestFirst();
  const [shown, setShown] = useState(aPage);
  return (
    <>
      <ul className={styles.list}>
        {rated
          .slice(0, shown)
          .map(({ movieId, known }) =>
            known ? (
              <Row key={movieId} movieId={movieId} title={known.title} genres={known.genres} />
            ) : (
              <FetchedRow key={movieId} movieId={movieId} />
            ),
          )}
      </ul>
      {rated.length > shown && (
        <Button className={styles.more} onClick={() => setShown(shown + aPage)}>
          Show more
        </Button>
      )}
    </>
  );
}

function FetchedRow({ movieId }: { movieId: number }) {
  const { data: movie, error, refetch } = useQuery(movieQuery(movieId));
  if (error)
    return (
      <li>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </li>
    );
  if (!movie)
    return (
      <li aria-hidden="true">
        <Bone className={styles.bone} />
      </li>
    );
  return <Row movieId={movieId} title={movie.title} genres={movie.genres} />;
}

function Row({ movieId, title, genres }: { movieId: number; title: string; genres: string[] }) {
  const { ratings } = useProfile();
  const { rate, takeBack } = useRate();
  const { name, year } = partsOf(title);
  return (
    <li className={styles.row}>
      <Link to={`/film/${movieId}`} className={styles.film}>
        <span className={styles.cover}>
          <Cover title={title} genres={genres} />
        </span>
        <span>
          <strong>{name}</strong>
          <br />
          <span className={styles.facts}>{[year, ...genres].filter(Boolean).join(' · ')}</span>
        </span>
      </Link>
      <Stars
        label={title}
        value={ratings.get(movieId) ?? null}
        onRate={(stars) => rate({ movieId, title, genres }, stars)}
      />
      <Button
        look="plain"
        aria-label={`Remove the rating of ${name}`}
        onClick={() => takeBack(movieId)}
      >
        Remove
      </Button>
    </li>
  );
}
