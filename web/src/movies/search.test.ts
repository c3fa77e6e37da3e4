import { describe, expect, it } from 'vitest';
import { searchFrom, sorts } from './search';

const from = (address: string) => searchFrom(new URLSearchParams(address));

describe('searchFrom', () => {
  it('leaves out what is not asked for and begins with the most rated', () => {
    expect(from('')).toEqual({ sort: 'popularity' });
    expect(from('title=%20&genre=')).toEqual({ sort: 'popularity' });
  });

  it('takes every order that is offered, and no other', () => {
    for (const sort of Object.keys(sorts))
      expect(from(new URLSearchParams({ sort }).toString()).sort).toBe(sort);
    for (const sort of ['-id', 'rating', 'toString', '--year'])
      expect(from(new URLSearchParams({ sort }).toString()).sort).toBe('popularity');
  });

  it('has the newest first by a minus', () => {
    expect(from('sort=-year&genre=Film-Noir&title=la%20strada')).toEqual({
      title: 'la strada',
      genre: 'Film-Noir',
      sort: '-year',
    });
  });
});
