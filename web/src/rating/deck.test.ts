import { describe, expect, it } from 'vitest';
import { deckOf, undecided } from './deck';

const movie = (movie_id: number) => ({ movie_id, title: `Movie ${movie_id}`, genres: [] });
const byGenre = {
  Action: [movie(1), movie(2), movie(3)],
  Comedy: [movie(4), movie(1)],
  War: [],
};
const ids = (deck: { movie_id: number }[]) => deck.map(({ movie_id }) => movie_id);

describe('deckOf', () => {
  it('goes round the genres and takes each movie once', () => {
    expect(ids(deckOf(byGenre, []))).toEqual([1, 4, 2, 3]);
  });

  it('keeps to the picked genres', () => {
    expect(ids(deckOf(byGenre, ['Comedy']))).toEqual([4, 1]);
  });

  it('takes all genres where the picked ones have nothing', () => {
    expect(ids(deckOf(byGenre, ['War', 'Unheard of']))).toEqual([1, 4, 2, 3]);
  });

  it('is empty for an empty catalogue', () => {
    expect(deckOf({}, [])).toEqual([]);
  });
});

describe('undecided', () => {
  it('leaves out what was rated and what was not seen', () => {
    expect(ids(undecided(deckOf(byGenre, []), new Map([[4, 5]]), [2]))).toEqual([1, 3]);
  });
});
