import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { deckOf, undecided, type MoviesByGenre } from '../rating/deck';
import { useProfile } from '../rating/profile';
import { RatingDeck } from '../rating/RatingDeck';
import { useVisitor } from '../rating/visitor';
import { FilterBar } from '../recommendations/FilterBar';
import { addressOf, filtersFrom, type Filters } from '../recommendations/filters';
import { moreOnboardingQuery, onboardingQuery } from '../recommendations/queries';
import { RecommendationList } from '../recommendations/RecommendationList';
import { Bone, EmptyState, ErrorState, Loading } from '../ui/States';
import styles from './Discover.module.css';

/** Rate on one side, see the list change on the other. */
export function Discover() {
  const [address, setAddress] = useSearchParams();
  const filters = filtersFrom(address);
  const onboarding = useOnboarding();
  const { ratings, error, retry } = useProfile();
  const change = (next: Filters) => setAddress(addressOf(next), { replace: true });

  return (
    <div className={styles.page}>
      <title>For you · Neural Recommendation</title>
      <aside className={styles.side}>
        <Deck onboarding={onboarding} />
      </aside>
      <section className={styles.list}>
        <div className={styles.head}>
          <h1>For you</h1>
          <p className={styles.standing}>{standingOf(ratings.size)}</p>
        </div>
        <FilterBar
          genres={Object.keys(onboarding.data ?? {})}
          filters={filters}
          onChange={change}
        />
        {error ? (
          <ErrorState error={error} onRetry={retry} />
        ) : (
          <RecommendationList filters={filters} />
        )}
      </section>
    </div>
  );
}

function standingOf(ratings: number): string {
  if (ratings === 0) return 'So far this is what everybody likes. One rating makes it yours.';
  if (ratings < 5) return 'It is getting to know you: every rating changes the list.';
  return `Made from your ${ratings} ratings.`;
}

/** So many are left when more are fetched. */
const nearTheEnd = 8;

/** The first movies to rate, and more when those run out. */
function useDeck(first: MoviesByGenre | undefined) {
  const { genres, unseen } = useVisitor();
  const { ratings } = useProfile();
  const [wantsMore, setWantsMore] = useState(false);
  const { data: more } = useQuery({ ...moreOnboardingQuery, enabled: wantsMore });
  const deck = useMemo(() => deckOf([first ?? {}, more ?? {}], genres), [first, more, genres]);
  const left = undecided(deck, ratings, unseen).length;
  if (first && left <= nearTheEnd && !wantsMore) setWantsMore(true);
  return deck;
}

function Deck({ onboarding }: { onboarding: ReturnType<typeof useOnboarding> }) {
  const deck = useDeck(onboarding.data);
  if (onboarding.error)
    return <ErrorState error={onboarding.error} onRetry={() => void onboarding.refetch()} />;
  if (onboarding.isPending)
    return (
      <Loading label="Movies to rate are being fetched">
        <Bone className={styles.bone} />
      </Loading>
    );
  if (deck.length === 0)
    return (
      <EmptyState title="The catalogue is empty">
        <p>Import a data set, and there will be movies to rate.</p>
      </EmptyState>
    );
  return <RatingDeck deck={deck} />;
}

function useOnboarding() {
  return useQuery(onboardingQuery);
}
