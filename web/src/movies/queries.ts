import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';
import type { components } from '../api/schema';

export const movieQuery = (movieId: number) =>
  queryOptions({
    queryKey: ['movies', 'one', movieId],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/movies/{movie_id}', { params: { path: { movie_id: movieId } }, signal })),
    staleTime: 5 * 60_000,
  });

export const similarQuery = (movieId: number) =>
  queryOptions({
    queryKey: ['movies', 'similar', movieId],
    queryFn: async ({ signal }) => {
      const params = { path: { movie_id: movieId }, query: { n: 12 } };
      const answer = await bodyOf(api.GET('/movies/{movie_id}/similar', { params, signal }));
      return answer.recommendations;
    },
    staleTime: 5 * 60_000,
  });

export type MovieSearch = {
  title?: string;
  genre?: string;
  year_from?: number;
  year_to?: number;
  sort?: components['schemas']['MovieSort'];
};

export const searchQuery = (search: MovieSearch, size = 48) =>
  infiniteQueryOptions({
    queryKey: ['movies', 'search', search, size],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(
        api.GET('/movies/', {
          params: { query: { ...search, page: pageParam, size } },
          signal,
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: ({ page, pages }) => (page < pages ? page + 1 : null),
  });

/** The first and the last year of the catalogue. */
export const yearsQuery = queryOptions({
  queryKey: ['movies', 'years'],
  queryFn: async ({ signal }) => {
    const firstBy = async (sort: 'year' | '-year') => {
      const query = { sort, year_from: 1, size: 1 };
      const answer = await bodyOf(api.GET('/movies/', { params: { query }, signal }));
      return Number(/\((\d{4})\)\s*$/.exec(answer.movies[0]?.title ?? '')?.[1]);
    };
    const [first, last] = await Promise.all([firstBy('year'), firstBy('-year')]);
    return { first: first || 1920, last: last || new Date().getFullYear() };
  },
  staleTime: Infinity,
});
