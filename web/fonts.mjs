/**
 * Makes src/app/fonts from the fonts' packages: each in two files, the letters of English and all others. Browsers
 * fetch the second one where a page needs it (`unicode-range`), which spares most first visits 15 kB.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import subsetFont from 'subset-font';

const fonts = {
  'instrument-sans':
    '@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2',
  'instrument-serif': '@fontsource/instrument-serif/files/instrument-serif-latin-400-normal.woff2',
};
/** @type {(first: number, last: number) => string} */
const span = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join('');
/** As the `unicode-range`s of src/app/global.css have them. */
const files = {
  english: span(0x20, 0x7e) + span(0x2010, 0x2026) + '\u00a0\u00b7',
  other: span(0xa1, 0xff) + span(0x100, 0x24f) + span(0x2030, 0x2212),
};

const folder = new URL('src/app/fonts/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, path] of Object.entries(fonts)) {
  const font = await readFile(new URL(`node_modules/${path}`, import.meta.url));
  for (const [part, letters] of Object.entries(files)) {
    const made = subsetFont(font, letters, { targetFormat: 'woff2' });
    const subset = await /** @type {Promise<Buffer>} */ (made);
    await writeFile(new URL(`${name}-${part}.woff2`, folder), subset);
  }
}
