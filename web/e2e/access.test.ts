import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { phone, settledTitles } from './browser.ts';
import { journey } from './journey.ts';
import { adminPassword } from './served.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Finding = { id: string; impact: string; nodes: { html: string; failureSummary: string }[] };

/** What axe finds on the page as it is, from serious on. */
async function seriousFindings(page: Page): Promise<string[]> {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Finding[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return (await axe.run({ runOnly: tags })).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
}

/** Dialogs fade in, and half-faded text has half the contrast. */
async function opaque(page: Page, role: 'dialog' | 'alertdialog') {
  const opacity = () => page.getByRole(role).evaluate((dialog) => getComputedStyle(dialog).opacity);
  await expect.poll(opacity, { timeout: 15_000 }).toBe('1');
}

/** Every public page, with something on it. */
async function visitAll(page: Page, look: (name: string) => Promise<void>) {
  await page.goto('/');
  await page.getByRole('button', { name: 'Western' }).waitFor();
  await look('landing');
  await page.goto('/discover');
  await settledTitles(page);
  await page.getByRole('button', { name: '5 stars' }).first().click();
  await settledTitles(page);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('slider', { name: 'First year' }).waitFor();
  await look('discover');
  await page.goto('/browse?genre=Drama');
  await page.getByRole('list', { name: 'Movies' }).waitFor();
  await look('browse');
  await page.getByRole('list', { name: 'Movies' }).getByRole('link').first().click();
  await page.getByText('match', { exact: true }).waitFor();
  await page.getByRole('list', { name: 'More like this' }).waitFor();
  await look('film');
  await page.goto('/rated');
  await page.getByRole('button', { name: /^Remove/ }).waitFor();
  await look('rated');
  await page.goto('/signup');
  await page.getByRole('main').getByRole('button', { name: 'Sign up' }).click();
  await page.getByText('Please look at the marked fields.').waitFor();
  await look('sign-up with faults');
  await page.getByRole('button', { name: 'Show the request' }).click();
  await opaque(page, 'dialog');
  await look('dialog');
  await page.goto('/login');
  await page.getByLabel('Email').waitFor();
  await look('login');
  await page.goto('/nowhere');
  await page.getByText('There is no such page').waitFor();
  await look('not found');
}

/** Every page of admins. */
async function visitManage(page: Page, look: (name: string) => Promise<void>) {
  await page.goto('/manage');
  await page.getByLabel('Email').fill('admin@example.org');
  await page.getByLabel('Password').fill(adminPassword);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('region', { name: 'Routes' }).waitFor();
  await look('overview');
  await page.goto('/manage/models');
  await page.locator('.recharts-line').first().waitFor();
  await look('models');
  await page.goto('/manage/training');
  await page.getByRole('button', { name: 'Start training' }).waitFor();
  await look('training');
  await page.goto('/manage/users');
  await page.getByRole('region', { name: 'Users' }).waitFor();
  await look('users');
  await page.goto('/manage/movies');
  await page.getByRole('region', { name: 'Movies' }).waitFor();
  await look('movies');
  await page.getByRole('button', { name: 'Add a movie' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Drama' }).waitFor();
  await opaque(page, 'dialog');
  await look('new movie');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page
    .getByRole('button', { name: /^Delete / })
    .first()
    .click();
  await opaque(page, 'alertdialog');
  await look('deletion');
  await page.goto('/account');
  await page.getByLabel('Current password').waitFor();
  await look('account');
}

for (const colorScheme of ['light', 'dark'] as const)
  describe(`in ${colorScheme} colours`, () => {
    const at = journey({ colorScheme });
    for (const [whose, visit] of [
      ['public', visitAll],
      ['admin’s', visitManage],
    ] as const)
      it(`axe finds nothing serious on any ${whose} page`, async () => {
        await visit(at.page, async (name) => {
          expect(await seriousFindings(at.page), name).toEqual([]);
        });
      });
  });

describe('on a phone', () => {
  const at = journey(phone);

  for (const [whose, visit] of [
    ['public', visitAll],
    ['admin’s', visitManage],
  ] as const)
    it(`no ${whose} page is wider than the screen, and axe finds nothing serious`, async () => {
      await visit(at.page, async (name) => {
        const width = await at.page.evaluate(() => document.documentElement.scrollWidth);
        expect(width, name).toBeLessThanOrEqual(phone.viewport.width);
        expect(await seriousFindings(at.page), name).toEqual([]);
      });
    });

  it('rates by touch, on targets that a finger hits', async () => {
    await at.page.goto('/discover');
    await settledTitles(at.page);
    const deck = at.page.getByRole('region', { name: 'Movies to rate' });
    const star = deck.getByRole('button', { name: '4 stars' });
    const box = (await star.boundingBox())!;
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
    const before = await settledTitles(at.page);
    await star.tap();
    await deck.getByText('1 rating', { exact: true }).waitFor();
    await expect.poll(() => settledTitles(at.page)).not.toEqual(before);
    await deck.getByRole('button', { name: 'I have not seen it' }).tap();
  });
});

describe('by keyboard alone', () => {
  const at = journey();

  async function tabTo(name: string) {
    for (let i = 0; i < 60; ++i) {
      await at.page.keyboard.press('Tab');
      const label = await at.page.evaluate(() => {
        const focused = document.activeElement;
        return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
      });
      if (label.trim() === name) return;
    }
    throw new Error(`Tab does not reach "${name}"`);
  }

  it('one gets from the start to a list, and to an account', async () => {
    await at.page.goto('/');
    await at.page.getByRole('button', { name: 'Western' }).waitFor();
    await tabTo('To the content');
    await at.page.keyboard.press('Enter');
    await tabTo('Drama');
    await at.page.keyboard.press('Space');
    await tabTo('Start rating');
    await at.page.keyboard.press('Enter');
    const before = await settledTitles(at.page);
    const deck = at.page.getByRole('region', { name: 'Movies to rate' });
    for (const [key, ratings] of [
      ['5', '1 rating'],
      ['0', '1 rating'],
      ['s', '1 rating'],
      ['2', '2 ratings'],
      ['ArrowRight', '2 ratings'],
      ['ArrowLeft', '2 ratings'],
      ['4', '3 ratings'],
    ] as const) {
      const heading = await deck.getByRole('heading').textContent();
      await at.page.keyboard.press(key);
      await deck.getByText(ratings, { exact: true }).waitFor();
      await expect.poll(() => deck.getByRole('heading').textContent()).not.toBe(heading);
    }
    expect(await settledTitles(at.page)).not.toEqual(before);

    await tabTo('1 star');
    await at.page.keyboard.press('ArrowRight');
    await at.page.keyboard.press('ArrowRight');
    await at.page.keyboard.press('Enter');
    await deck.getByText('4 ratings', { exact: true }).waitFor();

    for (let i = 0; i < 40; ++i) await at.page.keyboard.press('Shift+Tab');
    await tabTo('Sign up');
    await at.page.keyboard.press('Enter');
    await at.page.getByText('The 4 of this visit come along.').waitFor();
    await at.page.keyboard.press('Tab');
    await at.page.keyboard.type('Keyboard');
    await at.page.keyboard.press('Tab');
    await at.page.keyboard.type('keyboard@example.org');
    await at.page.keyboard.press('Tab');
    await at.page.keyboard.type('correct horse battery');
    await at.page.keyboard.press('Enter');
    await at.page.getByText('Your 4 ratings came along.').waitFor();
  });

  it('keys rate only while the focus is among the movies to rate', async () => {
    await at.page.goto('/discover');
    await settledTitles(at.page);
    await at.page.getByRole('searchbox').focus();
    await at.page.keyboard.type('5');
    await at.page.getByText('0 ratings').waitFor();
  });
});
