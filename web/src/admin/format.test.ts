import { describe, expect, it } from 'vitest';
import { duration, whole } from './format';

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [59.9, '59 s'],
    [61, '1 min 1 s'],
    [3_900, '1 h 5 min'],
    [200_000, '2 d 7 h'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('whole', () => {
  it('groups by thousands', () => {
    expect(whole(1_000_209)).toBe('1,000,209');
  });
});
