import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { MovieGrid, MovieGridLoading } from '../movies/MovieGrid';
import { MovieTile } from '../movies/MovieTile';
import { searchQuery, type MovieSearch } from '../movies/queries';
import { searchFrom, sorts } from '../movies/search';
import { onboardingQuery } from '../recommendations/queries';
import { Button } from '../ui/Button';
import { SelectField, TextField } from '../ui/Field';
import { EmptyState, ErrorState } from '../ui/States';
import styles from './Browse.module.css';

/** The whole catalogue, to search and to rate. */
export function Browse() {
  const [address, setAddress] = useSearchParams();
  const search = searchFrom(address);
  function change(name: string, value: string) {
    const next = new URLSearchParams(address);
    if (value) next.set(name, value);
    else next.delete(name);
    setAddress(next, { replace: true });
  }
  return (
    <div className={styles.page}>
      <title>Browse · Neural Recommendation</title>
      <h1>Browse</h1>
      <SearchForm search={search} onChange={change} />
      <Results search={search} />
    </div>
  );
}

type SearchFormProps = {
  search: ReturnType<typeof searchFrom>;
  onChange: (name: string, value: string) => void;
};

function SearchForm({ search, onChange }: SearchFormProps) {
  const { data: byGenre } = useQuery(onboardingQuery);
  return (
    <div className={styles.form} role="search" aria-label="Catalogue">
      <TitleField key={search.title} title={search.title ?? ''} onChange={onChange} />
      <SelectField
        label="Genre"
        name="genre"
        value={search.genre ?? ''}
        onChange={(event) => onChange('genre', event.target.value)}
      >
        <option value="">All genres</option>
        {Object.keys(byGenre ?? {}).map((genre) => (
          <option key={genre}>{genre}</option>
        ))}
      </SelectField>
      <SelectField
        label="Order"
        name="sort"
        value={search.sort}
        onChange={(event) => onChange('sort', event.target.value)}
      >
        {Object.entries(sorts).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

const typingPause = 250;

/** Asks when the typing pauses, not at every letter. */
function TitleField({ title, onChange }: { title: string; onChange: SearchFormProps['onChange'] }) {
  const [words, setWords] = useState(title);
  useEffect(() => {
    if (words.trim() === title) return;
    const timer = setTimeout(() => onChange('title', words.trim()), typingPause);
    return () => clearTimeout(timer);
  }, [words, title, onChange]);
  return (
    <TextField
      label="Title"
      name="title"
      type="search"
      maxLength={200}
      placeholder="Words of the title"
      value={words}
      onChange={(event) => setWords(event.target.value)}
    />
  );
}

function Results({ search }: { search: MovieSearch }) {
  const results = useInfiniteQuery(searchQuery(search));
  if (results.error)
    return <ErrorState error={results.error} onRetry={() => void results.refetch()} />;
  if (results.isPending) return <MovieGridLoading label="Movies are being fetched" />;
  const { total } = results.data.pages[0]!;
  if (total === 0)
    return (
      <EmptyState title="No movie has these words">
        <p>Fewer or other words find more. Titles are in English or in their own language.</p>
      </EmptyState>
    );
  return (
    <>
      <p role="status" className={styles.total}>
        {total === 1 ? '1 movie' : `${total.toLocaleString('en')} movies`}
      </p>
      <MovieGrid aria-label="Movies">
        {results.data.pages
          .flatMap(({ movies }) => movies)
          .map(({ id, title, genres }) => (
            <li key={id}>
              <MovieTile movieId={id} title={title} genres={genres} />
            </li>
          ))}
      </MovieGrid>
      {results.hasNextPage && (
        <Button
          className={styles.more}
          busy={results.isFetchingNextPage}
          onClick={() => void results.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}
