import { describe, expect, it } from 'vitest';
import { addressOf, countOf, filtersFrom, requestOf } from './filters';

const all = { genres: ['Sci-Fi', "Children's"], yearFrom: 1980, yearTo: 1999, diversity: 40 };
const none = { genres: [], yearFrom: null, yearTo: null, diversity: 0 };

describe('filters', () => {
  it('survive the way through the address', () => {
    expect(filtersFrom(new URLSearchParams(addressOf(all).toString()))).toEqual(all);
    expect(addressOf(none).toString()).toBe('');
    expect(filtersFrom(new URLSearchParams())).toEqual(none);
  });

  it('leave out what somebody made up in the address', () => {
    const address = new URLSearchParams('from=abc&to=99999&diversity=200');
    expect(filtersFrom(address)).toEqual(none);
  });

  it('become members of the request only where they ask for something', () => {
    expect(requestOf(none)).toEqual({});
    expect(requestOf(all)).toEqual({
      genres: ['Sci-Fi', "Children's"],
      year_from: 1980,
      year_to: 1999,
      diversity: 0.4,
    });
  });

  it('are counted: years are one filter', () => {
    expect(countOf(all)).toBe(3);
    expect(countOf(none)).toBe(0);
  });
});
