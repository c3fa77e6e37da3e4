import { describe, expect, it } from 'vitest';
import { designOf } from './cover';
import { genrePalettes, otherPalette } from './palettes';
import { randomFrom } from './random';

/** WCAG's relative luminance of "#rrggbb". */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('palettes', () => {
  it.each(Object.entries({ ...genrePalettes, other: otherPalette }))(
    'of %s carry readable titles (WCAG AA)',
    (_, palette) => {
      expect(contrast(palette.ink, palette.ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.ink, palette.motif)).toBeGreaterThanOrEqual(4.5);
    },
  );
});

describe('designOf', () => {
  it('is the same for the same movie', () => {
    expect(designOf('Heat (1995)', ['Crime'])).toEqual(designOf('Heat (1995)', ['Crime']));
  });

  it('takes the genre that says most, wherever it stands in the list', () => {
    expect(designOf('Alien (1979)', ['Action', 'Horror', 'Sci-Fi']).motif).toBe('Horror');
    expect(designOf('Alien (1979)', ['Sci-Fi', 'Horror', 'Action']).motif).toBe('Horror');
  });

  it('has colours for genres that nobody foresaw', () => {
    expect(designOf('X (2001)', ['IMAX'])).toMatchObject({
      palette: otherPalette,
      motif: null,
    });
    expect(designOf('X', []).palette).toBe(otherPalette);
  });

  it.each([
    ['Heat (1995)', 'huge'],
    ['Matrix, The (1999)', 'huge'],
    ['Raiders of the Lost Ark (1981)', 'large'],
    ['Wonderful, Horrible Life of Leni Riefenstahl, The (1993)', 'small'],
    ['Supercalifragilistic (1964)', 'small'],
  ])('sets %s %s', (title, size) => {
    expect(designOf(title, ['Drama']).titleSize).toBe(size);
  });
});

describe('randomFrom', () => {
  it('repeats itself for a seed, and stays in 0..1', () => {
    const [a, b] = [randomFrom(7), randomFrom(7)];
    const numbers = Array.from({ length: 100 }, a);
    expect(Array.from({ length: 100 }, b)).toEqual(numbers);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
  });
});
