import { describe, expect, it } from 'vitest';
import { settledTitles } from './browser.ts';
import { journey } from './journey.ts';

const at = journey();
const budget = 200_000;

/** Bytes that came over the wire, headers and API answers included, and the requests they took. */
async function loaded(path: string, until: () => Promise<unknown>) {
  const protocol = await at.context.newCDPSession(at.page);
  await protocol.send('Network.enable');
  await protocol.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  let requests = 0;
  protocol.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    ++requests;
  });
  await at.page.goto(path);
  await until();
  await at.page.waitForLoadState('networkidle');
  return { bytes, requests };
}

describe('the first load', () => {
  it('of the start takes less than 200 kB, fonts and data included', async () => {
    const { bytes, requests } = await loaded('/', () =>
      at.page.getByRole('button', { name: 'Western' }).waitFor(),
    );
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(budget);
    expect(requests).toBeLessThan(16);
  });

  it('of the recommendations does, too', async () => {
    expect((await loaded('/discover', () => settledTitles(at.page))).bytes).toBeLessThan(budget);
  });

  it('is not moved about when the data comes', async () => {
    await at.page.addInitScript(() => {
      (window as unknown as { shifts: number }).shifts = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          (window as unknown as { shifts: number }).shifts += (
            entry as unknown as { value: number }
          ).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await at.page.goto('/');
    await at.page.getByRole('button', { name: 'Western' }).waitFor();
    await at.page.waitForLoadState('networkidle');
    const shifts = await at.page.evaluate(() => (window as unknown as { shifts: number }).shifts);
    expect(shifts).toBeLessThan(0.1);
  });
});

describe('the pages', () => {
  it('come with a policy that allows nothing inline', async () => {
    const policy = (await at.page.request.get('/discover')).headers()['content-security-policy']!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('come compressed, and their files are kept for good', async () => {
    const page = await at.page.request.get('/', { headers: { Accept: 'text/html' } });
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())![1]!;
    const headers = (await at.page.request.get(script)).headers();
    expect(headers['content-encoding']).toBe('gzip');
    expect(headers['cache-control']).toContain('immutable');
  });
});
