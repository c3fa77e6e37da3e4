import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Cover } from '../covers/Cover';
import { Stars } from '../rating/Stars';
import { useProfile, useRate } from '../rating/profile';
import { partsOf, percent } from './title';
import styles from './MovieTile.module.css';

type MovieTileProps = {
  movieId: number;
  title: string;
  genres: string[];
  /** The model's probability that the person likes it. */
  match?: number | undefined;
  children?: ReactNode;
};

/** A movie in a grid: cover, name, facts, and stars to rate it with. */
export function MovieTile({ movieId, title, genres, match, children }: MovieTileProps) {
  const { ratings } = useProfile();
  const { rate } = useRate();
  const { name, year } = partsOf(title);
  return (
    <article className={styles.tile}>
      <Link to={`/film/${movieId}`} className={styles.link}>
        <Cover title={title} genres={genres} />
        <h3 className={styles.name}>{name}</h3>
      </Link>
      {match !== undefined && (
        <p className={styles.match}>
          <strong>{percent(match)}</strong> match
        </p>
      )}
      <p className={styles.facts}>{[year, ...genres.slice(0, 3)].filter(Boolean).join(' · ')}</p>
      {children}
      <Stars
        label={title}
        value={ratings.get(movieId) ?? null}
        onRate={(stars) => rate({ movieId, title, genres }, stars)}
      />
    </article>
  );
}
