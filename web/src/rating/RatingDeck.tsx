import { useState, type KeyboardEvent } from 'react';
import { Cover } from '../covers/Cover';
import { partsOf } from '../movies/title';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/States';
import { undecided, type DeckMovie } from './deck';
import { actionFor, type DeckAction } from './keys';
import { useProfile, useRate } from './profile';
import { Stars } from './Stars';
import { updateVisitor, useVisitor, withUnseen, withoutUnseen } from './visitor';
import styles from './RatingDeck.module.css';

/** One movie at a time: stars, or "not seen". Keys work while the focus is in here (WCAG 2.1.4). */
export function RatingDeck({ deck }: { deck: readonly DeckMovie[] }) {
  const { ratings } = useProfile();
  const { unseen } = useVisitor();
  const { rate, takeBack } = useRate();
  const [decided, setDecided] = useState<DeckMovie[]>([]);
  const [first, next] = undecided(deck, ratings, unseen);
  const last = decided.at(-1);

  function act(action: DeckAction) {
    if (action.kind === 'back') return goBack();
    if (!first) return;
    if (action.kind === 'rate')
      rate({ movieId: first.movie_id, title: first.title, genres: first.genres }, action.stars);
    else updateVisitor((visitor) => withUnseen(visitor, first.movie_id));
    setDecided([...decided, first]);
  }

  function goBack() {
    if (!last) return;
    if (ratings.has(last.movie_id)) takeBack(last.movie_id);
    updateVisitor((visitor) => withoutUnseen(visitor, last.movie_id));
    setDecided(decided.slice(0, -1));
  }

  function onKeyDown(event: KeyboardEvent) {
    const isBetweenStars = event.target !== event.currentTarget && event.key.startsWith('Arrow');
    const action = isBetweenStars ? null : actionFor(event);
    if (!action) return;
    event.preventDefault();
    act(action);
  }

  return (
    <section
      className={styles.deck}
      aria-label="Movies to rate"
      tabIndex={-1}
      ref={focusOnArrival}
      data-first
      onKeyDown={onKeyDown}
    >
      {first ? (
        <Question movie={first} next={next} act={act} />
      ) : (
        <EmptyState title="That was all we wanted to ask">
          <p>Search for more movies to rate, or enjoy the list.</p>
        </EmptyState>
      )}
      <div className={styles.foot}>
        <Button look="plain" onClick={goBack} disabled={!last}>
          ↩ Back
        </Button>
        <p className={styles.count} role="status">
          {ratings.size === 1 ? '1 rating' : `${ratings.size} ratings`}
        </p>
      </div>
    </section>
  );
}

/** Keys are to work at once, without a click first, for a deck that comes after its screen, too. */
function focusOnArrival(deck: HTMLElement | null) {
  if (document.activeElement === document.body || document.activeElement?.tagName === 'MAIN')
    deck?.focus({ preventScroll: true });
}

type QuestionProps = {
  movie: DeckMovie;
  next: DeckMovie | undefined;
  act: (action: DeckAction) => void;
};

function Question({ movie, next, act }: QuestionProps) {
  const { name, year } = partsOf(movie.title);
  return (
    <>
      <div className={styles.stack}>
        {next && (
          <div className={styles.under}>
            <Cover title={next.title} genres={next.genres} />
          </div>
        )}
        <div key={movie.movie_id} className={styles.top}>
          <Cover title={movie.title} genres={movie.genres} />
        </div>
      </div>
      <div className={styles.ask}>
        <div aria-live="polite">
          <h2 className={styles.name}>{name}</h2>
          <p className={styles.facts}>{[year, ...movie.genres].filter(Boolean).join(' · ')}</p>
        </div>
        <Stars
          size="large"
          label={movie.title}
          value={null}
          onRate={(stars) => act({ kind: 'rate', stars })}
        />
        <Button onClick={() => act({ kind: 'unseen' })}>I have not seen it</Button>
        <p className={styles.keys}>
          <kbd>1</kbd> to <kbd>5</kbd> rate, <kbd>0</kbd> or <kbd>→</kbd> not seen, <kbd>←</kbd>{' '}
          back
        </p>
      </div>
    </>
  );
}
