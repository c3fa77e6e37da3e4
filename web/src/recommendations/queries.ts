import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf, type RecommendationRequest } from '../api/client';
import { useProfile } from '../rating/profile';
import { requestOf, type Filters } from './filters';

const asked = 24;
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
export function useRecommendations(filters: Filters) {
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

/** Movies that newcomers can rate, by genre. */
export const onboardingQuery = queryOptions({
  queryKey: ['onboarding'],
  queryFn: async ({ signal }) => {
    const query = { num_movies: 12 };
    const answer = api.GET('/recommendations/onboarding-movies', { params: { query }, signal });
    return (await bodyOf(answer)).recommendations;
  },
  staleTime: 10 * 60_000,
});
