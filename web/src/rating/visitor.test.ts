import { describe, expect, it } from 'vitest';
import { visitorFrom, withRating, withUnseen, withoutRating, withoutUnseen } from './visitor';

const heat = { movieId: 6, stars: 4, title: 'Heat (1995)', genres: ['Crime'] };
const alien = { movieId: 1214, stars: 5, title: 'Alien (1979)', genres: ['Horror'] };
const stranger = { ratings: [], unseen: [], genres: [] };

describe('visitorFrom', () => {
  it('knows nothing of a stranger', () => {
    expect(visitorFrom(null)).toEqual(stranger);
  });

  it('reads back what was written', () => {
    const visitor = { ratings: [heat], unseen: [1], genres: ['Crime'] };
    expect(visitorFrom(JSON.stringify(visitor))).toEqual(visitor);
  });

  it.each(['', '{', 'null', '7', '{"ratings":7}', '[]', '{"ratings":{},"unseen":"1"}'])(
    'makes nothing of %j',
    (stored) => {
      expect(visitorFrom(stored)).toEqual(stranger);
    },
  );

  it('leaves out what is no rating, and keeps the rest', () => {
    const ratings = [heat, null, { ...heat, stars: 9 }, { ...heat, movieId: '1' }];
    const stored = JSON.stringify({ ratings, unseen: [1, 'x', null], genres: [1, 'War'] });
    expect(visitorFrom(stored)).toEqual({ ratings: [heat], unseen: [1], genres: ['War'] });
  });
});

describe('a visitor', () => {
  it('has the last rating of a movie, the newest at the end', () => {
    const rated = withRating(withRating(withRating(stranger, heat), alien), {
      ...heat,
      stars: 2,
    });
    expect(rated.ratings).toEqual([alien, { ...heat, stars: 2 }]);
  });

  it('takes ratings back', () => {
    expect(withoutRating(withRating(stranger, heat), heat.movieId)).toEqual(stranger);
  });

  it('says once that a movie is unseen, and takes it back', () => {
    const unseen = withUnseen(withUnseen(stranger, 5), 5);
    expect(unseen.unseen).toEqual([5]);
    expect(withoutUnseen(unseen, 5)).toEqual(stranger);
  });
});
