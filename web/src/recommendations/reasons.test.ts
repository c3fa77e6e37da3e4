import { describe, expect, it } from 'vitest';
import { becauseOf } from './reasons';

const liked = (title: string) => ({ kind: 'liked_movie', movie_id: 1, title, effect: 0.1 });
const demographics = { kind: 'demographics', effect: 0.1 };

describe('becauseOf', () => {
  it('names what was liked, the strongest first', () => {
    expect(becauseOf([liked('Alien (1979)')])).toBe('Because you liked Alien');
    expect(becauseOf([liked('Alien (1979)'), liked('Matrix, The (1999)')])).toBe(
      'Because you liked Alien and The Matrix',
    );
    expect(becauseOf([liked('A (1)'), liked('B'), demographics, liked('C')])).toBe(
      'Because you liked A (1), B and C',
    );
  });

  it('speaks of people where only they are the reason', () => {
    expect(becauseOf([demographics])).toBe('Because people like you like it');
  });

  it('claims nothing without a reason', () => {
    expect(becauseOf([])).toBeNull();
    expect(becauseOf(undefined)).toBeNull();
  });
});
