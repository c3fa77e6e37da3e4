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
    expect(ids(deckOf([byGenre], []))).toEqual([1, 4, 2, 3]);
  });

  it('begins with the picked genres, and then has the others', () => {
    expect(ids(deckOf([byGenre], ['Comedy']))).toEqual([4, 1, 2, 3]);
  });

  it('makes nothing of picked genres that have no movies', () => {
    expect(ids(deckOf([byGenre], ['War', 'Unheard of']))).toEqual([1, 4, 2, 3]);
  });

  it('goes on with the next list when one is through', () => {
    const more = { Comedy: [movie(4), movie(9)], War: [movie(8), movie(2)] };
    expect(ids(deckOf([byGenre, more], ['War']))).toEqual([1, 4, 2, 3, 8, 9]);
  });

  it('is empty for an empty catalogue', () => {
    expect(deckOf([], [])).toEqual([]);
    expect(deckOf([{}], ['Comedy'])).toEqual([]);
  });
});

describe('undecided', () => {
  it('leaves out what was rated and what was not seen', () => {
    expect(ids(undecided(deckOf([byGenre], []), new Map([[4, 5]]), [2]))).toEqual([1, 3]);
  });
});
