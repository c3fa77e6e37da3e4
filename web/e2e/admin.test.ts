import { describe, expect, it } from 'vitest';
import { settledTitles } from './browser.ts';
import { journey } from './journey.ts';
import { adminPassword } from './served.ts';

const at = journey();

async function enter(screen: string) {
  await at.page.goto('/manage');
  await at.page.getByLabel('Email').fill('admin@example.org');
  await at.page.getByLabel('Password').fill(adminPassword);
  await at.page.getByRole('button', { name: 'Log in' }).click();
  await at.page.getByRole('heading', { name: 'Manage' }).waitFor();
  if (screen !== 'Overview')
    await at.page
      .getByRole('navigation', { name: 'Manage' })
      .getByRole('link', { name: screen })
      .click();
}

describe('an admin', () => {
  it('sees what there is, and how fast the server answers', async () => {
    await enter('Overview');
    const figure = (name: string) =>
      at.page.locator('dl > div', { hasText: name }).locator('dd').textContent();
    await at.page.getByText('Ratings', { exact: true }).waitFor();
    expect(await figure('Movies')).toBe('800');
    expect(await figure('Users')).toBe('2,001');
    await at.page
      .getByRole('row', { name: /POST \/auth\/session/ })
      .getByText(/ ms$/)
      .first()
      .waitFor();
  });

  it('sees the active model with its training curve, as a plot and as numbers', async () => {
    await enter('Models');
    await at.page.getByText('served', { exact: true }).first().waitFor();
    await at.page.getByText(/158,142 ratings of 800 movies by 2,000 users/).waitFor();
    await at.page.locator('.recharts-line').first().waitFor();
    await at.page.getByText('As numbers').first().click();
    const numbers = at.page.getByRole('region', { name: 'Quality on people held out, as numbers' });
    expect(await numbers.getByRole('row').count()).toBeGreaterThan(5);
  });

  it('sees how good the method is once it has been evaluated, against the baselines', async () => {
    await enter('Models');
    await at.page.getByText('Nothing was evaluated yet').waitFor();
    await at.server.command('evaluate', '--epochs', '2', '--k', '0,3,10', '--resamples', '100');
    await at.page.reload();
    await at.page.getByText(/neurec evaluate --epochs 2/).waitFor();
    const plot = at.page.getByRole('figure', { name: 'Quality by number of ratings' });
    await plot.locator('.recharts-line').first().waitFor();
    await plot.getByText('As numbers').click();
    const heads = await plot.getByRole('columnheader').allTextContents();
    expect(heads.slice(0, 2)).toEqual(['Ratings revealed', 'model']);
    expect(heads).toContain('popularity');
    const cells = await plot.getByRole('row').nth(2).locator('th, td').allTextContents();
    expect(cells.length).toBe(heads.length);
    expect(cells[0]).toBe('3');
    for (const cell of cells.slice(1)) expect(cell).toMatch(/^0\.\d{4}$/);
    const calibration = at.page.getByRole('figure', { name: 'Calibration' });
    await calibration.locator('.recharts-reference-line').waitFor();
  }, 150_000);

  it('trains a model, watches it, and serves the former one again', async () => {
    await enter('Training');
    await at.page.getByLabel('Epochs at most').fill('none');
    await at.page.getByRole('button', { name: 'Start training' }).click();
    await at.page.getByText('Please look at the marked fields.').waitFor();
    await at.page.getByLabel('Epochs at most').fill('2');
    await at.page.getByRole('button', { name: 'Start training' }).click();
    const job = at.page.getByRole('article', { name: 'Training 1' });
    await job.getByText('running').waitFor();
    await job.getByText('succeeded').waitFor({ timeout: 100_000 });
    await at.page
      .getByRole('navigation', { name: 'Manage' })
      .getByRole('link', { name: 'Models' })
      .click();
    await at.page.getByRole('button', { name: /^Activate / }).click();
    await at.page.getByText(/^Recommendations now come from /).waitFor();
  }, 150_000);

  it('adds a movie, which can be found and is changed and deleted', async () => {
    await enter('Movies');
    await at.page.getByRole('button', { name: 'Add a movie' }).click();
    const dialog = at.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Please look at the marked fields.').waitFor();
    await dialog.getByLabel('Title, with the year').fill('The Patient Tester (2026)');
    await dialog.getByRole('button', { name: 'Comedy' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await at.page.getByLabel('Title', { exact: true }).fill('Patient Tester');
    await at.page.getByRole('button', { name: 'Change The Patient Tester (2026)' }).click();
    await dialog.getByLabel('Title, with the year').fill('The Patient Tester Returns (2026)');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await at.page.getByRole('button', { name: 'Delete The Patient Tester Returns (2026)' }).click();
    await at.page.getByRole('button', { name: 'Delete for good' }).click();
    await at.page.getByText('No movie has these words').waitFor();
  });

  it('looks through the users', async () => {
    await enter('Users');
    await at.page.getByText(/^Page 1 of 81, 2,001 users$/).waitFor();
    await at.page.getByRole('button', { name: 'Next' }).click();
    await at.page.getByText(/^Page 2 of 81/).waitFor();
    await at.page.getByLabel('Email, in full').fill('ADMIN@example.org');
    await at.page.getByText(/^Page 1 of 1, 1 users?$/).waitFor();
  });

  it('is one of few: others are told that it is not for them', async () => {
    const user = { username: 'curious', email: 'curious@example.org', password: 'correct horse b' };
    const headers = { 'Content-Type': 'application/json' };
    await at.server.ask('/users/', { method: 'POST', body: JSON.stringify(user), headers });
    await at.page.goto('/manage/users');
    await at.page.getByLabel('Email').fill(user.email);
    await at.page.getByLabel('Password').fill(user.password);
    await at.page.getByRole('button', { name: 'Log in' }).click();
    await at.page.getByText('Not for this account').waitFor();
    expect(await at.page.getByRole('link', { name: 'Manage' }).count()).toBe(0);
    await at.page.getByRole('link', { name: 'For you' }).click();
    expect((await settledTitles(at.page)).length).toBe(24);
  });
});
