import { useAutoAnimate } from '@formkit/auto-animate/react';
import { useState } from 'react';
import { MovieGrid, MovieGridLoading } from '../movies/MovieGrid';
import { MovieTile } from '../movies/MovieTile';
import { partsOf, percent } from '../movies/title';
import { Button } from '../ui/Button';
import { EmptyState, ErrorState } from '../ui/States';
import type { Filters } from './filters';
import { useRecommendations } from './queries';
import { becauseOf } from './reasons';
import styles from './RecommendationList.module.css';

const atFirst = 24;
/** The API gives no more at once, and a list of what one likes most ends somewhere. */
const atMost = 96;

/** The list itself; it rearranges before one's eyes as ratings come in. */
export function RecommendationList({ filters }: { filters: Filters }) {
  const [asked, setAsked] = useState(atFirst);
  const recommendations = useRecommendations(filters, asked);
  const { data, error, isPending, isPlaceholderData, refetch } = recommendations;
  const [list] = useAutoAnimate<HTMLUListElement>({ duration: 260 });

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <MovieGridLoading label="Recommendations are being made" />;
  const movies = data.recommendations;
  if (movies.length === 0)
    return (
      <EmptyState title="Nothing left that fits">
        <p>No unrated movie passes these filters. Try other genres or more years.</p>
      </EmptyState>
    );
  const best = movies[0]!;
  const mayHaveMore = asked < atMost && (movies.length >= asked || isPlaceholderData);
  return (
    <>
      <p className="visually-hidden" role="status">
        First in your list: {partsOf(best.title).name}, {percent(best.similarity_score)} match
      </p>
      <MovieGrid ref={list} aria-label="Recommendations" aria-busy={isPlaceholderData}>
        {movies.map(({ movie_id, title, genres, similarity_score, reasons }) => (
          <li key={movie_id}>
            <MovieTile movieId={movie_id} title={title} genres={genres} match={similarity_score}>
              <Because text={becauseOf(reasons)} />
            </MovieTile>
          </li>
        ))}
      </MovieGrid>
      {mayHaveMore && (
        <Button
          className={styles.more}
          busy={isPlaceholderData}
          onClick={() => setAsked(asked + atFirst)}
        >
          Show more
        </Button>
      )}
    </>
  );
}

function Because({ text }: { text: string | null }) {
  return text === null ? null : <p className={styles.because}>{text}</p>;
}
