import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState, type FormEvent } from 'react';
import { FormProblem } from '../ui/FormProblem';
import { api, bodyOf, type Movie, type MovieEdit } from '../api/client';
import { faultsByField } from '../api/errors';
import { searchQuery } from '../movies/queries';
import { onboardingQuery } from '../recommendations/queries';
import { Button } from '../ui/Button';
import { Chips } from '../ui/Chips';
import { Dialog } from '../ui/Dialog';
import { DeleteDialog } from '../ui/DeleteDialog';
import { TextField } from '../ui/Field';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import { say } from '../ui/toasts';
import styles from './Manage.module.css';

type Edited = Movie | 'new' | null;

/** The catalogue, to add to, to change and to delete from. */
export function Movies() {
  const [title, setTitle] = useState('');
  const [edited, setEdited] = useState<Edited>(null);
  return (
    <>
      <div className={styles.bar}>
        <div className={styles.grow}>
          <TextField
            label="Title"
            name="title"
            type="search"
            maxLength={200}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        </div>
        <Button look="primary" onClick={() => setEdited('new')}>
          Add a movie
        </Button>
      </div>
      <MovieTable title={useDeferredValue(title.trim())} onEdit={setEdited} />
      <Dialog
        title={edited === 'new' ? 'Add a movie' : 'Change the movie'}
        open={edited !== null}
        onOpenChange={(open) => !open && setEdited(null)}
      >
        {edited !== null && (
          <MovieForm {...(edited !== 'new' && { movie: edited })} onDone={() => setEdited(null)} />
        )}
      </Dialog>
    </>
  );
}

type MovieTableProps = { title: string; onEdit: (movie: Movie) => void };

function MovieTable({ title, onEdit }: MovieTableProps) {
  const search = title ? { title } : { sort: 'id' as const };
  const movies = useInfiniteQuery(searchQuery(search, 25));
  if (movies.error)
    return <ErrorState error={movies.error} onRetry={() => void movies.refetch()} />;
  if (!movies.data) return <Loading label="Movies are being fetched" />;
  const shown = movies.data.pages.flatMap((page) => page.movies);
  if (shown.length === 0) return <EmptyState title="No movie has these words" />;
  return (
    <>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label="Movies">
        <table>
          <thead>
            <tr>
              <th scope="col" className={styles.number}>
                Id
              </th>
              <th scope="col">Title</th>
              <th scope="col">Genres</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((movie) => (
              <tr key={movie.id}>
                <td className={styles.number}>{movie.id}</td>
                <th scope="row">{movie.title}</th>
                <td>{movie.genres.join(', ')}</td>
                <td className={styles.actions}>
                  <Button
                    look="plain"
                    aria-label={`Change ${movie.title}`}
                    onClick={() => onEdit(movie)}
                  >
                    Change
                  </Button>
                  <DeleteMovie movie={movie} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {movies.hasNextPage && (
        <div>
          <Button busy={movies.isFetchingNextPage} onClick={() => void movies.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

/** After a change to the catalogue nothing that was fetched is sure any more. */
function useCatalogueChange() {
  const queries = useQueryClient();
  return (what: string) => {
    for (const key of ['movies', 'recommendations', 'onboarding', 'admin'])
      void queries.invalidateQueries({ queryKey: [key] });
    say(what);
  };
}

function MovieForm({ movie, onDone }: { movie?: Movie; onDone: () => void }) {
  const { data: byGenre } = useQuery(onboardingQuery);
  const [genres, setGenres] = useState(movie?.genres ?? []);
  const changed = useCatalogueChange();
  const save = useMutation({
    mutationFn: (body: MovieEdit) =>
      movie
        ? bodyOf(api.PUT('/movies/{movie_id}', { params: { path: { movie_id: movie.id } }, body }))
        : bodyOf(api.POST('/movies/', { body })),
    onSuccess: () => {
      changed('Saved');
      onDone();
    },
  });
  const errors = faultsByField(save.error);
  const known = [...new Set([...Object.keys(byGenre ?? {}), ...genres])];
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const title = new FormData(event.currentTarget).get('title') as string;
    save.mutate({ title, genres });
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <FormProblem error={save.error} />
      <TextField
        label="Title, with the year"
        name="title"
        defaultValue={movie?.title ?? ''}
        placeholder="Toy Story (1995)"
        error={errors.title}
      />
      <Chips label="Genres" options={known} chosen={genres} onChange={setGenres} />
      <Button look="primary" type="submit" busy={save.isPending}>
        Save
      </Button>
    </form>
  );
}

function DeleteMovie({ movie }: { movie: Movie }) {
  const changed = useCatalogueChange();
  const remove = useMutation({
    mutationFn: () =>
      bodyOf(api.DELETE('/movies/{movie_id}', { params: { path: { movie_id: movie.id } } })),
    onSuccess: () => changed(`${movie.title} is deleted`),
  });
  return (
    <DeleteDialog
      trigger={
        <Button look="plain" aria-label={`Delete ${movie.title}`}>
          Delete
        </Button>
      }
      question={`Delete ${movie.title}?`}
      deletion={remove}
    >
      Its ratings go with it, at once and for good.
    </DeleteDialog>
  );
}
