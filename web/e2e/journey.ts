import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { launch, watchedPage, type Watch } from './browser.ts';
import { Server } from './server.ts';

/**
 * A server and a browser for a file of tests, and a page of its own for each. Every test ends with
 * the same questions: no violation of the content security policy, no exception, no other origin.
 */
export function journey(options: BrowserContextOptions = {}) {
  let browser: Browser;
  let context: BrowserContext;
  let watch: Watch;
  const at = {} as { server: Server; page: Page; context: BrowserContext };

  beforeAll(async () => {
    at.server = await Server.start(inject('home'));
    browser = await launch();
  });
  beforeEach(async () => {
    // Without motion, what has left a list has left the page, too.
    const still = { baseURL: at.server.url, reducedMotion: 'reduce' } as const;
    context = await browser.newContext({ ...still, ...options });
    at.context = context;
    ({ page: at.page, watch } = await watchedPage(context, at.server.url));
    at.page.setDefaultTimeout(15_000);
  });
  afterEach(async () => {
    await context.close();
    expect(watch).toEqual({ violations: [], exceptions: [], strangers: [] });
  });
  afterAll(async () => {
    await browser.close();
    await at.server.end();
  });
  return at;
}
