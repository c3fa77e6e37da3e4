import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Cover } from '../covers/Cover';
import { deckOf } from '../rating/deck';
import { useProfile } from '../rating/profile';
import { updateVisitor, useVisitor } from '../rating/visitor';
import { onboardingQuery } from '../recommendations/queries';
import { ButtonLink } from '../ui/Button';
import { Chips } from '../ui/Chips';
import { ErrorState } from '../ui/States';
import styles from './Landing.module.css';

export function Landing() {
  const { ratings } = useProfile();
  return (
    <>
      <title>Neural Recommendation: movies you will like</title>
      <section className={styles.hero}>
        <div className={styles.words}>
          <h1 className={styles.claim}>Rate a few films. Get a list you like.</h1>
          <p className={styles.lead}>
            A recommender that knows you after a handful of ratings, and tells its reasons. You need
            no account: what you rate stays in this browser.
          </p>
          <GenrePick />
          <div className={styles.actions}>
            <ButtonLink look="primary" to="/discover" className={styles.start}>
              {ratings.size > 0 ? 'Go on rating' : 'Start rating'}
            </ButtonLink>
            <ButtonLink to="/browse">Browse the catalogue</ButtonLink>
          </div>
        </div>
        <CoverWall />
      </section>
      <ol className={styles.steps}>
        <li>
          <h2>Rate</h2>
          <p>
            One to five stars, by finger, mouse or the keys 1 to 5. Skip what you have not seen.
          </p>
        </li>
        <li>
          <h2>Watch it learn</h2>
          <p>
            The list changes with every rating. Nothing is trained again: the model has learnt to
            learn.
          </p>
        </li>
        <li>
          <h2>See why</h2>
          <p>
            Each film says how likely you are to like it, and which of your ratings speak for it.
          </p>
        </li>
      </ol>
    </>
  );
}

function GenrePick() {
  const { data, error, refetch } = useQuery(onboardingQuery);
  const { genres } = useVisitor();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <div className={styles.genres}>
      <p className={styles.ask}>Where shall we begin? Pick any, or none.</p>
      <Chips
        label="Genres to begin with"
        options={Object.keys(data ?? {})}
        chosen={genres}
        onChange={(chosen) => updateVisitor((visitor) => ({ ...visitor, genres: chosen }))}
      />
    </div>
  );
}

const wallColumns = [0, 1, 2];
const coversAColumn = 4;

/** Some of the catalogue's best-liked movies: the picked genres', where some are picked. */
function CoverWall() {
  const { data } = useQuery(onboardingQuery);
  const { genres } = useVisitor();
  const deck = useMemo(() => deckOf([data ?? {}], genres), [data, genres]);
  return (
    <div className={styles.wall} aria-hidden="true">
      {wallColumns.map((column) => (
        <div key={column} className={styles.column}>
          {deck
            .slice(column * coversAColumn, (column + 1) * coversAColumn)
            .map(({ movie_id, title, genres: own }) => (
              <Cover key={movie_id} title={title} genres={own} />
            ))}
        </div>
      ))}
    </div>
  );
}
