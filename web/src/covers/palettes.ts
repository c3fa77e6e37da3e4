/** A genre's colours. The title's ink is readable on the ground and on the motif alike. */
export type Palette = { ground: string; motif: string; accent: string; ink: string };

/** From the genre that says most about a movie to the one that says least. */
export const genrePalettes = {
  'Film-Noir': { ground: '#101113', motif: '#2b2d31', accent: '#d9d6cc', ink: '#f3f1ea' },
  Western: { ground: '#d98b4a', motif: '#e8a868', accent: '#f7e3ae', ink: '#2c1405' },
  Documentary: { ground: '#e6dfcf', motif: '#cdc2ab', accent: '#3f6170', ink: '#23211c' },
  Musical: { ground: '#a02d62', motif: '#7f2350', accent: '#ffd36a', ink: '#fff2f5' },
  War: { ground: '#45462f', motif: '#5f5f40', accent: '#d8793b', ink: '#f3efdc' },
  Animation: { ground: '#f4b63f', motif: '#f0935c', accent: '#2f6f8f', ink: '#2a1a08' },
  Fantasy: { ground: '#43317a', motif: '#5c4799', accent: '#f3c4e0', ink: '#f5efff' },
  Horror: { ground: '#1a0f10', motif: '#5c1216', accent: '#c5242a', ink: '#f6e7df' },
  'Sci-Fi': { ground: '#0f2350', motif: '#1f437d', accent: '#66d6d0', ink: '#eaf3ff' },
  Mystery: { ground: '#123a45', motif: '#1d545f', accent: '#e3c16a', ink: '#e9f3f0' },
  "Children's": { ground: '#7cc4b0', motif: '#a6d9c8', accent: '#f2704f', ink: '#10302a' },
  Crime: { ground: '#22262e', motif: '#3a424e', accent: '#d8a13a', ink: '#f1ead9' },
  Adventure: { ground: '#1d5546', motif: '#2a6d55', accent: '#f2b749', ink: '#f6f0dd' },
  Romance: { ground: '#f2b8b0', motif: '#e99b95', accent: '#a5324a', ink: '#3b1017' },
  Thriller: { ground: '#2a2140', motif: '#42336a', accent: '#f05d4e', ink: '#f2ecff' },
  Action: { ground: '#a8231b', motif: '#851811', accent: '#f6c84c', ink: '#fff3e6' },
  Comedy: { ground: '#f6d04d', motif: '#f5b14f', accent: '#d9475b', ink: '#2b1c05' },
  Drama: { ground: '#553545', motif: '#74495a', accent: '#e7b79a', ink: '#f9ece2' },
} as const satisfies Record<string, Palette>;

export type Genre = keyof typeof genrePalettes;

/** For genres that other data sets bring. */
export const otherPalette: Palette = {
  ground: '#3a4750',
  motif: '#4d5c66',
  accent: '#e9c46a',
  ink: '#f4f1ea',
};

export const genresBySignificance = Object.keys(genrePalettes) as Genre[];

export function isGenre(name: string): name is Genre {
  return name in genrePalettes;
}
