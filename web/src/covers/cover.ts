import { genrePalettes, genresBySignificance, isGenre, otherPalette } from './palettes';
import type { Genre, Palette } from './palettes';
import { hashOf } from './random';
import { partsOf } from '../movies/title';

/** What a cover is drawn from: everything follows from the movie's title and genres. */
export type CoverDesign = {
  name: string;
  year: number | null;
  palette: Palette;
  motif: Genre | null;
  titleAt: 'top' | 'bottom';
  titleSize: 'huge' | 'large' | 'medium' | 'small';
  seed: number;
};

/** By what has to fit on a line, the longest word, and by how much there is in all. */
function sizeFor(name: string): CoverDesign['titleSize'] {
  const longestWord = Math.max(...name.split(/\s+/).map((word) => word.length));
  if (name.length <= 12 && longestWord <= 7) return 'huge';
  if (name.length <= 24 && longestWord <= 10) return 'large';
  if (name.length <= 44 && longestWord <= 13) return 'medium';
  return 'small';
}

export function designOf(title: string, genres: readonly string[]): CoverDesign {
  const { name, year } = partsOf(title);
  const seed = hashOf(title);
  const known = genres
    .filter(isGenre)
    .sort((a, b) => genresBySignificance.indexOf(a) - genresBySignificance.indexOf(b));
  const [first, second] = known;
  const own: Palette = first ? genrePalettes[first] : otherPalette;
  // The second genre shines through in the accent, but where it would drown in the ground.
  const palette = second && seed % 2 === 0 ? { ...own, accent: genrePalettes[second].accent } : own;
  return {
    name,
    year,
    palette,
    motif: first ?? null,
    titleAt: seed % 5 < 3 ? 'top' : 'bottom',
    titleSize: sizeFor(name),
    seed,
  };
}
