/** Movies to rate, in an order that soon finds some that were seen and says much about a taste. */

export type DeckMovie = { movie_id: number; title: string; genres: string[] };
export type MoviesByGenre = Record<string, DeckMovie[]>;

/** The first of every genre, then the second of every genre, and so on. */
function inTurns(byGenre: MoviesByGenre, genres: readonly string[]): DeckMovie[] {
  const longest = Math.max(0, ...genres.map((genre) => byGenre[genre]?.length ?? 0));
  return Array.from({ length: longest }, (_, rank) =>
    genres.flatMap((genre) => byGenre[genre]?.[rank] ?? []),
  ).flat();
}

/** The picked genres in turns, then all of them, list by list; each movie once. */
export function deckOf(lists: readonly MoviesByGenre[], picked: readonly string[]): DeckMovie[] {
  const deck = new Map<number, DeckMovie>();
  for (const byGenre of lists)
    for (const genres of [picked, Object.keys(byGenre)])
      for (const movie of inTurns(byGenre, genres))
        if (!deck.has(movie.movie_id)) deck.set(movie.movie_id, movie);
  return [...deck.values()];
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
