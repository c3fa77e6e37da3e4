import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf, type RecommendationRequest } from '../api/client';
import { useProfile } from '../rating/profile';
import { requestOf, type Filters } from './filters';

/** The server takes more; a taste is known long before. */
const mostRatings = 1000;

function recommend(body: RecommendationRequest, signal: AbortSignal) {
  return bodyOf(api.POST('/recommendations/cold-start', { body, signal }));
}

/** The profile as the request has it: a user who is known there, or what this browser knows. */
function profileOf(userId: number | null, ratings: ReadonlyMap<number, number>) {
  if (userId !== null) return { user_id: userId };
  const newest = [...ratings].slice(-mostRatings);
  return { ratings: newest.map(([movie_id, rating]) => ({ movie_id, rating })) };
}

/** The list for whoever is here; it follows every rating, and stays in sight meanwhile. */
export function useRecommendations(filters: Filters, asked: number) {
  const { userId, ratings, isKnown } = useProfile();
  const body: RecommendationRequest = {
    ...profileOf(userId, ratings),
    ...requestOf(filters),
    num_recommendations: asked,
    explain: true,
  };
  return useQuery({
    queryKey: ['recommendations', body, userId === null ? null : [...ratings]],
    queryFn: ({ signal }) => recommend(body, signal),
    enabled: isKnown,
    placeholderData: keepPreviousData,
  });
}

/** How well one movie fits whoever is here; nothing for a movie that they have rated. */
export function useMatch(movieId: number) {
  const { userId, ratings, isKnown } = useProfile();
  const body: RecommendationRequest = {
    ...profileOf(userId, ratings),
    candidates: [movieId],
    num_recommendations: 1,
    explain: true,
  };
  const match = useQuery({
    queryKey: ['recommendations', body, userId === null ? null : [...ratings]],
    queryFn: ({ signal }) => recommend(body, signal),
    enabled: isKnown && !ratings.has(movieId),
  });
  return match.data?.recommendations[0] ?? null;
}

/** Movies that newcomers can rate, by genre: the most liked ones (docs/web.md says why those). */
const toRate = (moviesPerGenre: number) =>
  queryOptions({
    queryKey: ['onboarding', moviesPerGenre],
    queryFn: async ({ signal }) => {
      const query = { num_movies: moviesPerGenre };
      const answer = api.GET('/recommendations/onboarding-movies', { params: { query }, signal });
      return (await bodyOf(answer)).recommendations;
    },
    staleTime: 10 * 60_000,
  });

/** To begin with: no more than a first visit should wait for. */
export const onboardingQuery = toRate(6);

/** For those who go on. */
export const moreOnboardingQuery = toRate(30);
