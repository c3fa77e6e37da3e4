import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, inject, it } from 'vitest';
import { launch, phone, settledTitles } from './browser.ts';
import { Server } from './server.ts';
import { adminPassword } from './served.ts';

/** No tests: the pictures of README and docs, taken by script/screenshots. */

const folder = process.env.NEUREC_SCREENSHOTS!;
const desktop = { viewport: { width: 1280, height: 800 } };
const tall = { viewport: { width: 1280, height: 1290 } };
let server: Server;
let browser: Awaited<ReturnType<typeof launch>>;

beforeAll(async () => {
  server = await Server.start(inject('home'));
  await server.command('evaluate');
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.end();
});

async function picture(
  name: string,
  options: Parameters<typeof browser.newContext>[0],
  arrange: (page: Page) => Promise<unknown>,
) {
  const context = await browser.newContext({
    baseURL: server.url,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  await arrange(page);
  await page.mouse.move(0, 0); // stars under the pointer look as if they were given
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(700);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}

async function rateSome(page: Page) {
  await page.goto('/discover');
  await settledTitles(page);
  const deck = page.getByRole('region', { name: 'Movies to rate' });
  for (const name of ['5 stars', '2 stars', 'I have not seen it', '4 stars', '5 stars']) {
    await deck.getByRole('button', { name }).click();
    await page.waitForTimeout(400);
  }
  await settledTitles(page);
}

async function manage(page: Page) {
  await page.goto('/manage/models');
  await page.getByLabel('Email').fill('admin@example.org');
  await page.getByLabel('Password').fill(adminPassword);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('.recharts-line').first().waitFor();
}

it('the start', () => picture('web-start', desktop, (page) => page.goto('/')));
it('rating', () => picture('web-for-you', desktop, rateSome));
it('rating in the dark', () =>
  picture('web-for-you-dark', { ...desktop, colorScheme: 'dark' }, rateSome));
it('rating on a phone', () => picture('web-phone', phone, rateSome));
it('a film', () =>
  picture('web-film', desktop, async (page) => {
    await rateSome(page);
    await page.getByRole('list', { name: 'Recommendations' }).getByRole('link').first().click();
    await page.getByRole('list', { name: 'More like this' }).waitFor();
  }));
it('the catalogue', () =>
  picture('web-browse', { ...desktop, colorScheme: 'dark' }, async (page) => {
    await page.goto('/browse');
    await page.getByRole('list', { name: 'Movies' }).waitFor();
  }));
it('the models', () => picture('web-models', tall, manage));
