import { describe, expect, it } from 'vitest';
import { partsOf, percent } from './title';

describe('partsOf', () => {
  it.each([
    ['Heat (1995)', 'Heat', 1995],
    ['Matrix, The (1999)', 'The Matrix', 1999],
    ['Misérables, Les (1995)', 'Les Misérables', 1995],
    ["Avventura, L' (1960)", "L'Avventura", 1960],
    ['2001: A Space Odyssey (1968)', '2001: A Space Odyssey', 1968],
    ['Seven (Se7en) (1995)', 'Seven (Se7en)', 1995],
    ['Good, the Bad and the Ugly, The (1966)', 'The Good, the Bad and the Ugly', 1966],
    ['No year', 'No year', null],
    ['(1999)', '(1999)', 1999],
  ])('reads %s', (title, name, year) => {
    expect(partsOf(title)).toEqual({ name, year });
  });
});

describe('percent', () => {
  it('rounds to whole per cents', () => {
    expect(percent(0.634)).toBe('63 %');
    expect(percent(1)).toBe('100 %');
  });
});
