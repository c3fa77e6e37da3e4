import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Debian's Chromium, with nothing that would talk to anyone but the server. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** What a page has to answer for at the end of a test. */
export type Watch = { violations: string[]; exceptions: string[]; strangers: string[] };

/** A page whose policy violations, exceptions and requests to other origins are noted. */
export async function watchedPage(context: BrowserContext, origin: string) {
  const page = await context.newPage();
  const watch: Watch = { violations: [], exceptions: [], strangers: [] };
  page.on('pageerror', (error) => watch.exceptions.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) watch.violations.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) watch.strangers.push(request.url());
  });
  return { page, watch };
}

/** Titles in the list of recommendations, in order. */
export async function listedTitles(page: Page): Promise<string[]> {
  return page.getByRole('list', { name: 'Recommendations' }).locator('h3').allTextContents();
}

/** Waits until the list of recommendations has settled on the newest answer. */
export async function settledTitles(page: Page): Promise<string[]> {
  await page
    .getByRole('list', { name: 'Recommendations', exact: true })
    .and(page.locator('[aria-busy=false]'))
    .waitFor();
  return listedTitles(page);
}
