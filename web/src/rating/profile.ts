import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, bodyOf } from '../api/client';
import { useSession } from '../api/session';
import { say } from '../ui/toasts';
import { currentVisitor, updateVisitor, useVisitor, withRating, withoutRating } from './visitor';

/** A rating that the server keeps. */
export type StoredRating = { id: string; movie_id: number; rating: number };

/** A movie as somebody rates it. */
export type Rateable = { movieId: number; title: string; genres: string[] };

const pageSize = 1000;

async function allOwnRatings(signal: AbortSignal): Promise<StoredRating[]> {
  const ratings: StoredRating[] = [];
  for (let page = 1, pages = 1; page <= pages; ++page) {
    const query = { page, size: pageSize };
    const part = await bodyOf(api.GET('/users/me/ratings', { params: { query }, signal }));
    ratings.push(...part.ratings);
    pages = part.pages;
  }
  return ratings;
}

export const ownRatingsQuery = queryOptions({
  queryKey: ['ratings'],
  queryFn: ({ signal }) => allOwnRatings(signal),
});

/** Stores ratings of the logged-in user on the server. */
export function postRatings(
  userId: number,
  ratings: readonly { movieId: number; stars: number }[],
) {
  const body = ratings.map(({ movieId, stars }) => ({
    user_id: userId,
    movie_id: movieId,
    rating: stars,
  }));
  // One that was just given outlives the page; browsers do that for small requests alone.
  const keepalive = body.length === 1;
  return bodyOf(api.POST('/ratings/', { body, keepalive }));
}

/** Who the recommendations are for, and what they have rated: on the server, or in this browser. */
export function useProfile() {
  const { user } = useSession();
  const visitor = useVisitor();
  const own = useQuery({ ...ownRatingsQuery, enabled: user != null });
  const ratings = useMemo(() => {
    if (user) return new Map(own.data?.map((each) => [each.movie_id, each.rating]));
    return new Map(visitor.ratings.map((each) => [each.movieId, each.stars]));
  }, [user, own.data, visitor.ratings]);
  return {
    userId: user?.id ?? null,
    ratings,
    /** Ratings are there, or none are to come. */
    isKnown: !user || own.isSuccess,
    error: user ? own.error : null,
    retry: () => void own.refetch(),
  };
}

/** Rates, and takes ratings back: what is shown changes at once, and back where the server refuses. */
export function useRate() {
  const { user } = useSession();
  const queries = useQueryClient();

  const change = useMutation({
    mutationFn: async ({ movieId, stars }: { movieId: number; stars: number | null }) => {
      if (stars !== null) return void (await postRatings(user!.id, [{ movieId, stars }]));
      const rating = queries
        .getQueryData(ownRatingsQuery.queryKey)
        ?.find((each) => each.movie_id === movieId);
      // A rating of this moment has no id yet; the list is asked for it.
      const id =
        rating?.id ||
        (await queries.fetchQuery({ ...ownRatingsQuery, staleTime: 0 })).find(
          (each) => each.movie_id === movieId,
        )?.id;
      if (id)
        await bodyOf(
          api.DELETE('/ratings/{rating_id}', {
            params: { path: { rating_id: id } },
            keepalive: true,
          }),
        );
    },
    onMutate: async ({ movieId, stars }) => {
      await queries.cancelQueries(ownRatingsQuery);
      const before = queries.getQueryData(ownRatingsQuery.queryKey);
      queries.setQueryData(ownRatingsQuery.queryKey, (ratings = []) => {
        const rated = ratings.find((each) => each.movie_id === movieId);
        if (stars === null) return rated ? ratings.filter((each) => each !== rated) : ratings;
        const others = ratings.filter((each) => each !== rated);
        return [{ id: rated?.id ?? '', movie_id: movieId, rating: stars }, ...others];
      });
      return { before };
    },
    onError: (error, _, context) => {
      queries.setQueryData(ownRatingsQuery.queryKey, context?.before);
      say('Your rating was not stored', error.message);
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['ratings'] });
      void queries.invalidateQueries({ queryKey: ['recommendations'] });
    },
  });

  return {
    rate: (movie: Rateable, stars: number) => {
      if (user) change.mutate({ movieId: movie.movieId, stars });
      else updateVisitor((visitor) => withRating(visitor, { ...movie, stars }));
    },
    takeBack: (movieId: number) => {
      if (user) change.mutate({ movieId, stars: null });
      else updateVisitor((visitor) => withoutRating(visitor, movieId));
    },
  };
}

/** What was rated before logging in comes along. The number of ratings that did. */
export async function bringRatingsAlong(userId: number): Promise<number> {
  const { ratings } = currentVisitor();
  if (ratings.length === 0) return 0;
  await postRatings(userId, ratings);
  updateVisitor((visitor) => ({ ...visitor, ratings: [] }));
  return ratings.length;
}
