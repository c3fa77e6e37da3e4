/** Movies to rate, in an order that soon finds some that were seen and says much about a taste. */

export type DeckMovie = { movie_id: number; title: string; genres: string[] };
export type MoviesByGenre = Record<string, DeckMovie[]>;

/**
 * The first of every genre, then the second of every genre, and so on: of the picked genres alone,
 * where there are any that have movies. Each movie once.
 */
export function deckOf(byGenre: MoviesByGenre, picked: readonly string[]): DeckMovie[] {
  const wanted = picked.filter((genre) => byGenre[genre]?.length);
  const genres = wanted.length > 0 ? wanted : Object.keys(byGenre);
  const longest = Math.max(0, ...genres.map((genre) => byGenre[genre]!.length));
  const taken = new Map<number, DeckMovie>();
  for (let rank = 0; rank < longest; ++rank)
    for (const genre of genres) {
      const movie = byGenre[genre]![rank];
      if (movie && !taken.has(movie.movie_id)) taken.set(movie.movie_id, movie);
    }
  return [...taken.values()];
}

/** What is left to ask about. */
export function undecided(
  deck: readonly DeckMovie[],
  rated: ReadonlyMap<number, number>,
  unseen: readonly number[],
): DeckMovie[] {
  const known = new Set(unseen);
  return deck.filter(({ movie_id }) => !rated.has(movie_id) && !known.has(movie_id));
}
