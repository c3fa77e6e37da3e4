import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Paths that the API answers; the development server hands them on to `neurec serve`. */
const apiPaths = [
  '/admin/',
  '/auth/',
  '/docs',
  '/health/',
  '/movies/',
  '/openapi.json',
  '/ratings/',
  '/recommendations/',
  '/redoc',
  '/users/',
  '/version',
];

/** Against a server with a trained model, in Chromium. */
const inBrowser = {
  globalSetup: 'e2e/served.ts',
  maxWorkers: 2,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
};

export default defineConfig({
  plugins: [react()],
  // Files are named from where they are named, and by the server's root path in the page (--root-path).
  experimental: {
    renderBuiltUrl: (file, { hostType }) => (hostType === 'html' ? `/${file}` : { relative: true }),
  },
  build: {
    target: 'es2023',
    // Nothing inline: the content security policy allows files of this origin and nothing else.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What every first visit needs comes in one file: small ones would each cost headers, and compress less.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
  server: {
    proxy: Object.fromEntries(
      apiPaths.map((path) => [path, process.env.NEUREC_URL ?? 'http://127.0.0.1:8000']),
    ),
  },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      { extends: true, test: { name: 'e2e', include: ['e2e/**/*.test.ts'], ...inBrowser } },
      {
        extends: true,
        test: { name: 'screenshots', include: ['e2e/screenshots.ts'], ...inBrowser },
      },
    ],
  },
});
