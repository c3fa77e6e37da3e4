import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { settledTitles } from './browser.ts';
import { journey } from './journey.ts';
import { Server, signingKey } from './server.ts';

const at = journey();

/** A token like the server's own, which ends when we say. */
function tokenLike(token: string, expiresAt: number): string {
  const [header, payload] = token.split('.') as [string, string];
  const claims = Buffer.from(payload, 'base64url').toString();
  // As text: one of its numbers is more than JavaScript's hold.
  const ending = claims.replace(/"exp":\d+/, `"exp":${expiresAt}`);
  const changed = Buffer.from(ending).toString('base64url');
  const message = `${header}.${changed}`;
  return `${message}.${createHmac('sha256', signingKey).update(message).digest('base64url')}`;
}

/** Somebody new who is logged in in the page's browser, by a token that ends in so many seconds. */
async function loggedInFor(seconds: number) {
  const name = `guest${Math.random().toString(36).slice(2)}`;
  const user = { username: name, email: `${name}@example.org`, password: 'correct horse battery' };
  const headers = { 'Content-Type': 'application/json' };
  await at.server.ask('/users/', { method: 'POST', body: JSON.stringify(user), headers });
  const form = new URLSearchParams({ username: user.email, password: user.password });
  const { access_token: token } = await at.server.ask<{ access_token: string }>('/auth/token', {
    method: 'POST',
    body: form,
  });
  const value = tokenLike(token, Math.floor(Date.now() / 1000) + seconds);
  await at.context.addCookies([
    { name: 'neurec_session', value, url: at.server.url, httpOnly: true, sameSite: 'Strict' },
  ]);
  return user;
}

describe('a server that is gone', () => {
  it('is said to be, and everything goes on once it is back', async () => {
    await at.page.goto('/discover');
    await settledTitles(at.page);
    await at.server.kill();
    try {
      await at.page.getByRole('button', { name: '5 stars' }).first().click();
      await at.page.getByText('The server does not answer. Trying again').waitFor();
      await at.page.getByRole('heading', { name: 'The server does not answer' }).waitFor();
    } finally {
      await at.server.run();
    }
    await at.page.getByText('The server does not answer').first().waitFor({ state: 'hidden' });
    expect((await settledTitles(at.page)).length).toBe(24);
    await at.page.getByText('1 rating', { exact: true }).waitFor();
  });

  it('holds up no screen for longer than it is gone, not even one whose code is yet to come', async () => {
    await at.page.goto('/discover');
    await settledTitles(at.page);
    await at.server.kill();
    try {
      await at.page.getByRole('link', { name: 'Browse' }).click();
      await at.page.getByRole('heading', { name: 'The server does not answer' }).waitFor();
    } finally {
      await at.server.run();
    }
    await at.page.getByRole('list', { name: 'Movies' }).waitFor();
  });

  it('keeps what a form holds', async () => {
    await at.page.goto('/login');
    await at.page.getByLabel('Email').fill('ada@example.org');
    await at.page.getByLabel('Password').fill('correct horse');
    await at.server.kill();
    try {
      await at.page.getByRole('button', { name: 'Log in' }).click();
      await at.page.getByRole('alert').getByText('The server does not answer.').waitFor();
      expect(await at.page.getByLabel('Email').inputValue()).toBe('ada@example.org');
    } finally {
      await at.server.run();
    }
  });
});

describe('a session that ends', () => {
  it('is ended in the page by itself, and a private page asks to log in', async () => {
    const user = await loggedInFor(6);
    await at.page.goto('/account');
    await at.page.getByRole('heading', { name: user.username }).waitFor();
    await at.page.getByText('Your session has ended').waitFor();
    await at.page.getByRole('heading', { name: 'Log in' }).waitFor();
    expect(new URL(at.page.url()).searchParams.get('next')).toBe('/account');
  });

  it('is ended by the first answer that says so', async () => {
    const user = await loggedInFor(600);
    await at.page.goto('/discover');
    await at.page.getByRole('link', { name: user.username }).waitFor();
    await settledTitles(at.page);
    await at.context.clearCookies();
    await at.page
      .getByRole('region', { name: 'Movies to rate' })
      .getByRole('button', { name: '4 stars' })
      .click();
    await at.page.getByText('Your session has ended').waitFor();
    await at.page.getByRole('link', { name: 'Log in' }).waitFor();
    expect((await settledTitles(at.page)).length).toBe(24);
  });
});

describe('a server without a model', () => {
  it('is said to be not ready, and tried again by itself', async () => {
    const empty = await Server.start();
    try {
      await at.page.route('**/recommendations/**', async (route) => {
        const { pathname } = new URL(route.request().url());
        await route.fulfill({
          response: await route.fetch({ url: empty.url + pathname }),
        });
      });
      await at.page.goto('/discover');
      await at.page.getByRole('heading', { name: 'Not ready at the moment' }).first().waitFor();
      await at.page
        .getByRole('button', { name: /^Try again/ })
        .first()
        .waitFor();
      await at.page.unroute('**/recommendations/**');
      // Nobody presses anything: the countdown runs out.
      expect((await settledTitles(at.page)).length).toBe(24);
    } finally {
      await empty.end();
    }
  });
});

describe('an answer that takes its time', () => {
  it('is waited for with its place held, and said to be on its way', async () => {
    let answer = () => {};
    const asked = new Promise<void>((resolve) => (answer = resolve));
    await at.page.route('**/recommendations/cold-start', async (route) => {
      await asked;
      await route.continue();
    });
    await at.page.goto('/discover');
    const waiting = at.page.getByRole('status').getByText('Recommendations are being made');
    await waiting.waitFor({ state: 'attached' });
    answer();
    expect((await settledTitles(at.page)).length).toBe(24);
    expect(await waiting.count()).toBe(0);
  });
});

describe('a question that nothing answers', () => {
  it('is told so, with what to try instead', async () => {
    await at.page.goto('/discover?from=1900&to=1900');
    await at.page.getByRole('heading', { name: 'Nothing left that fits' }).waitFor();
    await at.page.goto('/browse?title=no+such+words');
    await at.page.getByRole('heading', { name: 'No movie has these words' }).waitFor();
    await at.page.goto('/rated');
    await at.page.getByRole('heading', { name: 'You have not rated anything yet' }).waitFor();
  });
});

describe('an address that somebody made up', () => {
  it('shows what the server says of an unknown genre', async () => {
    await at.page.goto('/discover?genre=Nonsense');
    await at.page.getByText(/^Unknown genre; known are: Action/).waitFor();
  });
});

describe('the contract', () => {
  it('is the one that web/openapi.json describes', async () => {
    const described = (await import('../openapi.json')).default;
    expect(
      await at.server.ask('/openapi.json'),
      'the API has changed: npm --prefix web run contract',
    ).toEqual(described);
  });
});
