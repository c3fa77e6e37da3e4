import type { MovieSearch } from './queries';

/** The orders that are offered, as the API calls them; a minus is the other way round. */
export const sorts = {
  popularity: 'Most rated first',
  mean_rating: 'Best rated first',
  '-year': 'Newest first',
  year: 'Oldest first',
  title: 'By title',
  id: 'As in the catalogue',
} as const;
export type Sort = keyof typeof sorts;

/** What the address asks of the catalogue. */
export function searchFrom(address: URLSearchParams): MovieSearch & { sort: Sort } {
  const [title, genre, sort] = ['title', 'genre', 'sort'].map((name) => address.get(name)?.trim());
  return {
    ...(title && { title }),
    ...(genre && { genre }),
    sort: sort && Object.hasOwn(sorts, sort) ? (sort as Sort) : 'popularity',
  };
}
