import { createServer, request, type Server as Proxy } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch, settledTitles, watchedPage } from './browser.ts';
import { Server } from './server.ts';

/** A proxy that publishes the server below /recs, and takes that off or leaves it on. */
async function publish(server: Server, takesOff: boolean): Promise<Proxy> {
  const proxy = createServer((asked, answer) => {
    if (!asked.url?.startsWith('/recs')) {
      answer.writeHead(404).end();
      return;
    }
    const path = takesOff ? asked.url.slice('/recs'.length) || '/' : asked.url;
    const { method, headers } = asked;
    const passed = request(server.url + path, { method, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  return proxy;
}

describe.each([
  { kind: 'that takes the path off', takesOff: true },
  { kind: 'that leaves the path on', takesOff: false },
])('below a path, behind a proxy $kind', ({ takesOff }) => {
  let server: Server;
  let proxy: Proxy;
  let browser: Browser;
  beforeAll(async () => {
    server = await Server.start(inject('home'), ['--root-path', '/recs']);
    proxy = await publish(server, takesOff);
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    proxy.closeAllConnections();
    proxy.close();
    await server.end();
  });

  it('everything works: rating, deep links, an account, and asks for nothing elsewhere', async () => {
    const { port } = proxy.address() as AddressInfo;
    const root = `http://127.0.0.1:${port}/recs`;
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const { page, watch } = await watchedPage(context, `${root}/`);
    const missing: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() >= 400) missing.push(`${answer.status()} ${answer.url()}`);
    });

    await page.goto(`${root}/`);
    await page.getByRole('link', { name: 'Start rating' }).click();
    expect((await settledTitles(page)).length).toBe(24);
    const answer = page.waitForResponse('**/recs/recommendations/cold-start');
    await page.getByRole('button', { name: '5 stars' }).first().click();
    await answer;
    await settledTitles(page);

    await page.getByRole('list', { name: 'Recommendations' }).getByRole('link').first().click();
    await page.waitForURL(`${root}/film/*`);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();

    await page.goto(`${root}/signup`);
    await page.getByLabel('Name', { exact: true }).fill(`guest-${takesOff}`);
    await page.getByLabel('Email').fill(`guest-${takesOff}@example.org`);
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.waitForURL(`${root}/discover`);
    await page.reload();
    await settledTitles(page);
    expect((await context.cookies(`${root}/`)).map(({ name, path }) => ({ name, path }))).toEqual([
      { name: 'neurec_session', path: '/recs/' },
    ]);

    await page.goto(`${root}/docs`);
    await page.getByText('/recommendations/cold-start').first().waitFor();
    expect(missing).toEqual([]);
    expect(watch).toEqual({ violations: [], exceptions: [], strangers: [] });
    await context.close();
  });
});
