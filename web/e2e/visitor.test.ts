import { describe, expect, it } from 'vitest';
import { settledTitles } from './browser.ts';
import { journey } from './journey.ts';

const at = journey();

async function startRating() {
  await at.page.goto('/');
  await at.page.getByRole('link', { name: 'Start rating' }).click();
  await at.page.getByRole('heading', { name: 'For you' }).waitFor();
  return settledTitles(at.page);
}

/** Rates the movie on top of the deck, and waits for the list that follows from it. */
async function rateNext(stars: number) {
  const answer = at.page.waitForResponse('**/recommendations/cold-start');
  await at.page
    .getByRole('region', { name: 'Movies to rate' })
    .getByRole('button', { name: stars === 1 ? '1 star' : `${stars} stars` })
    .click();
  await answer;
  return settledTitles(at.page);
}

describe('a visitor', () => {
  it('is told what this is, and gets to rating by one click', async () => {
    await at.page.goto('/');
    await expect(at.page.title()).resolves.toContain('Neural Recommendation');
    await at.page.getByText('You need no account').waitFor();
    expect((await startRating()).length).toBe(24);
  });

  it('begins with the genres that were picked', async () => {
    await at.page.goto('/');
    await at.page.getByRole('button', { name: 'Western' }).click();
    await at.page.getByRole('link', { name: 'Start rating' }).click();
    const deck = at.page.getByRole('region', { name: 'Movies to rate' });
    await deck.getByText(/Western/).waitFor();
    await deck.getByRole('button', { name: 'I have not seen it' }).click();
    await deck.getByText(/Western/).waitFor();
  });

  it('is asked about more movies when the first ones are through', async () => {
    await startRating();
    const deck = at.page.getByRole('region', { name: 'Movies to rate' });
    const more = at.page.waitForResponse(/onboarding-movies\?num_movies=30/);
    const asked = new Set<string>();
    await expect
      .poll(
        async () => {
          asked.add((await deck.getByRole('heading').textContent())!);
          await at.page.keyboard.press('0');
          return asked.size;
        },
        { interval: 20, timeout: 30_000 },
      )
      .toBeGreaterThan(100);
    await more;
  });

  it('sees the list change after every rating, with a match and the reason', async () => {
    let before = await startRating();
    for (const stars of [5, 1, 4]) {
      const after = await rateNext(stars);
      expect(after).not.toEqual(before);
      before = after;
    }
    const list = at.page.getByRole('list', { name: 'Recommendations' });
    await list
      .getByText(/^Because you liked /)
      .first()
      .waitFor();
    expect(await list.getByText(/^\d+ % match$/).count()).toBe(24);
    await at.page.getByText('3 ratings').waitFor();
  });

  it('never sees a rated movie recommended, and goes back when a star was a slip', async () => {
    await startRating();
    const deck = at.page.getByRole('region', { name: 'Movies to rate' });
    const rated = await deck.getByRole('heading').textContent();
    expect(await rateNext(5)).not.toContain(rated);
    expect(await deck.getByRole('heading').textContent()).not.toBe(rated);
    await deck.getByRole('button', { name: 'Back' }).click();
    await deck.getByRole('heading', { name: rated! }).waitFor();
    await deck.getByText('0 ratings').waitFor();
  });

  it('keeps what was rated over a reload, changes it, and takes it back', async () => {
    await startRating();
    await rateNext(4);
    await at.page.reload();
    await at.page.getByText('1 rating', { exact: true }).waitFor();
    await at.page.getByRole('link', { name: 'My ratings' }).click();
    await at.page.getByRole('heading', { name: 'My ratings' }).waitFor();
    const row = at.page.getByRole('main').getByRole('listitem');
    await row.getByRole('button', { name: '2 stars' }).click();
    await row.getByRole('button', { name: '2 stars', pressed: true }).waitFor();
    await row.getByRole('button', { name: /^Remove/ }).click();
    await at.page.getByText('You have not rated anything yet').waitFor();
  });

  it('narrows the list by genre and years, and finds that again in the address', async () => {
    await startRating();
    await at.page.getByRole('button', { name: 'Filters' }).click();
    await at.page.getByRole('group', { name: 'Genres' }).getByText('Horror').click();
    await at.page.waitForURL('**/discover?genre=Horror');
    await settledTitles(at.page);
    const from = at.page.getByRole('slider', { name: 'First year' });
    await from.focus();
    for (let i = 0; i < 3; ++i) await at.page.keyboard.press('PageUp');
    await at.page.waitForURL(/from=\d{4}/);
    const firstYear = Number(new URL(at.page.url()).searchParams.get('from'));
    const list = at.page.getByRole('list', { name: 'Recommendations' });
    const strays = async () => {
      await settledTitles(at.page);
      const facts = await list.getByText(/^\d{4} · /).allTextContents();
      expect(facts.length).toBeGreaterThan(0);
      return facts.filter(
        (text) => !text.includes('Horror') || Number(text.slice(0, 4)) < firstYear,
      );
    };
    await expect.poll(strays).toEqual([]);
    await at.page.reload();
    await at.page.getByRole('button', { name: 'Filters (2)' }).waitFor();
  });

  it('sees more of the list when asking for more', async () => {
    const first = await startRating();
    await at.page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(async () => (await settledTitles(at.page)).length).toBe(48);
    expect((await settledTitles(at.page)).slice(0, first.length)).toEqual(first);
  });

  it('browses the most rated movies first, and in other orders', async () => {
    const titles = () =>
      at.page.getByRole('list', { name: 'Movies' }).locator('h3').allTextContents();
    const served = async (sort: string) => {
      const { movies } = await at.server.ask<{ movies: { title: string }[] }>(
        `/movies/?size=48&sort=${sort}`,
      );
      return movies.map(({ title }) => title.replace(/ \(\d{4}\)$/, ''));
    };
    await at.page.goto('/browse');
    await expect.poll(titles).toEqual(await served('popularity'));
    await at.page.getByLabel('Order').selectOption('Best rated first');
    await expect.poll(titles).toEqual(await served('mean_rating'));
    await at.page.getByLabel('Order').selectOption('Newest first');
    await expect.poll(titles).toEqual(await served('-year'));
    await at.page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(async () => (await titles()).length).toBe(96);
  });

  it('varies the list with the diversity slider', async () => {
    const before = await startRating();
    const slider = at.page.getByRole('slider', { name: 'Diversity' });
    await slider.focus();
    await at.page.keyboard.press('End');
    await at.page.waitForURL('**/discover?diversity=100');
    await expect.poll(() => settledTitles(at.page)).not.toEqual(before);
  });

  it('searches, opens a movie, and follows "more like this"', async () => {
    await at.page.goto('/');
    await at.page.getByRole('searchbox', { name: 'Search for a movie' }).fill('harbour');
    await at.page.keyboard.press('Enter');
    await at.page
      .getByRole('status')
      .getByText(/movies?$/)
      .waitFor();
    const found = at.page.getByRole('list', { name: 'Movies' }).getByRole('link');
    for (const name of await found.allTextContents()) expect(name).toMatch(/harbour/i);
    await found.first().click();
    await at.page.waitForURL('**/film/*');
    await at.page.getByText('match', { exact: true }).waitFor();
    const film = at.page.url();
    await at.page.getByRole('list', { name: 'More like this' }).getByRole('link').first().click();
    await at.page.waitForURL((url) => url.href !== film);
    await at.page.getByRole('heading', { level: 1 }).waitFor();
  });

  it('goes back to where the page was scrolled to', async () => {
    const scrolled = () => at.page.evaluate(() => scrollY);
    await at.page.goto('/browse');
    const last = at.page.getByRole('list', { name: 'Movies' }).getByRole('link').last();
    await last.scrollIntoViewIfNeeded();
    const before = await scrolled();
    expect(before).toBeGreaterThan(500);
    await last.click();
    await at.page.waitForURL('**/film/*');
    await at.page.getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(scrolled).toBe(0);
    await at.page.goBack();
    await expect.poll(scrolled).toBe(before);
  });

  it('is shown the request as a curl command that works', async () => {
    await startRating();
    await rateNext(5);
    await at.page.getByRole('button', { name: 'Show the request' }).click();
    const command = await at.page.getByRole('dialog').locator('pre').first().textContent();
    expect(command).toContain(`${at.server.url}/recommendations/cold-start`);
    const body = /-d '(.*)'$/s.exec(command!)![1]!;
    const answer = await at.server.ask<{ recommendations: unknown[] }>(
      '/recommendations/cold-start',
      { method: 'POST', body, headers: { 'Content-Type': 'application/json' } },
    );
    expect(answer.recommendations.length).toBe(24);
    await at.page.keyboard.press('Escape');
    await at.page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it.each([
    ['/', 'GET /recommendations/onboarding-movies'],
    ['/discover', 'POST /recommendations/cold-start'],
    ['/browse?genre=Drama', 'GET /movies/'],
    ['/film/1', 'GET /movies/1/similar'],
    ['/rated', 'GET /auth/session'],
    ['/signup', 'GET /auth/session'],
  ])('is shown what %s has asked, too', async (path, request) => {
    const address = request.split(' ')[1]!;
    const answered = at.page.waitForResponse(
      (answer) => new URL(answer.url()).pathname === address,
    );
    await at.page.goto(path);
    expect((await answered).status()).toBe(200);
    await at.page.getByRole('button', { name: 'Show the request' }).click();
    const entry = at.page.getByRole('dialog').getByRole('listitem').filter({ hasText: request });
    await entry
      .getByText(/^200 in \d+ ms$/)
      .first()
      .waitFor();
    expect(await entry.locator('pre').first().textContent()).toContain(at.server.url + address);
  });

  it('finds the API documentation from every page', async () => {
    await at.page.goto('/');
    for (const [name, path] of [
      ['API docs', '/docs'],
      ['ReDoc', '/redoc'],
      ['OpenAPI', '/openapi.json'],
    ] as const) {
      const link = at.page.getByRole('link', { name, exact: true });
      expect(await link.getAttribute('href')).toBe(path);
      expect((await at.page.request.get(path)).status()).toBe(200);
    }
  });

  it('reads an honest page where there is none', async () => {
    await at.page.goto('/nowhere');
    await at.page.getByText('There is no such page').waitFor();
    await at.page.goto('/film/999999999');
    await at.page.getByRole('main').getByText('Movie not found').first().waitFor();
  });
});
