import { describe, expect, it } from 'vitest';
import { settledTitles } from './browser.ts';
import { journey } from './journey.ts';

const at = journey();
const password = 'correct horse battery';
let people = 0;

/** Somebody new, by the API. */
async function somebody(about: { age?: number; gender?: string } = {}) {
  const name = `member${++people}`;
  const user = { username: name, email: `${name}@example.org`, password, ...about };
  const body = JSON.stringify(user);
  const headers = { 'Content-Type': 'application/json' };
  const { id } = await at.server.ask<{ id: number }>('/users/', { method: 'POST', body, headers });
  return { ...user, id };
}

async function logIn(user: { email: string; password: string }) {
  await at.page.goto('/login');
  await at.page.getByLabel('Email').fill(user.email);
  await at.page.getByLabel('Password').fill(user.password);
  await at.page.getByRole('button', { name: 'Log in' }).click();
}

describe('signing up', () => {
  it('says at each field what does not fit, and takes what fits', async () => {
    await at.page.goto('/signup');
    const submit = at.page.getByRole('main').getByRole('button', { name: 'Sign up' });
    await at.page.getByLabel('Email').fill('nobody');
    await at.page.getByLabel('Password').fill('short');
    await at.page.getByLabel('Age', { exact: true }).fill('old');
    await submit.click();
    await at.page.getByRole('alert').getByText('Please look at the marked fields.').waitFor();
    for (const label of ['Name', 'Email', 'Password', 'Age']) {
      const field = at.page.getByLabel(label, { exact: true });
      expect(await field.getAttribute('aria-invalid'), label).toBe('true');
      const ids = (await field.getAttribute('aria-describedby'))!.split(' ');
      const words = await Promise.all(
        ids.map((id) => at.page.locator(`[id="${id}"]`).textContent()),
      );
      expect(words.join(' '), label).toMatch(/fill this in|should|form/);
    }
    await at.page.getByLabel('Name', { exact: true }).fill('Grace');
    await at.page.getByLabel('Email').fill('grace@example.org');
    await at.page.getByLabel('Password').fill(password);
    await at.page.getByLabel('Age', { exact: true }).fill('45');
    await at.page.getByLabel('Gender').selectOption('Woman');
    await at.page.getByLabel('Occupation').selectOption('Programmer');
    await submit.click();
    await at.page.getByRole('link', { name: 'Grace' }).waitFor();
    await at.page.getByRole('heading', { name: 'For you' }).waitFor();
  });

  it('says that an email is taken', async () => {
    const { email } = await somebody();
    await at.page.goto('/signup');
    await at.page.getByLabel('Name', { exact: true }).fill('Somebody else');
    await at.page.getByLabel('Email').fill(email);
    await at.page.getByLabel('Password').fill(password);
    await at.page.getByRole('main').getByRole('button', { name: 'Sign up' }).click();
    await at.page.getByRole('alert').getByText('Email already registered').waitFor();
  });

  it('brings along what was rated before', async () => {
    await at.page.goto('/discover');
    await settledTitles(at.page);
    const deck = at.page.getByRole('region', { name: 'Movies to rate' });
    for (const stars of ['5 stars', '3 stars']) {
      await deck.getByRole('button', { name: stars }).click();
      await settledTitles(at.page);
    }
    const before = await settledTitles(at.page);
    await at.page.getByRole('link', { name: 'Sign up' }).click();
    await at.page.getByText('The 2 of this visit come along.').waitFor();
    await at.page.getByLabel('Name', { exact: true }).fill('Ada');
    await at.page.getByLabel('Email').fill('ada@example.org');
    await at.page.getByLabel('Password').fill(password);
    await at.page.getByRole('main').getByRole('button', { name: 'Sign up' }).click();
    await at.page.getByText('Your 2 ratings came along.').waitFor();
    expect(await settledTitles(at.page)).toEqual(before);
    await at.page.getByRole('link', { name: 'My ratings' }).click();
    await at.page.getByRole('heading', { name: 'My ratings' }).waitFor();
    await at.page
      .getByRole('button', { name: /^Remove the rating/ })
      .nth(1)
      .waitFor();
    expect(await at.page.evaluate(() => localStorage.getItem('neurec.visitor'))).not.toContain(
      'stars',
    );
  });
});

describe('an account', () => {
  it('stays over a reload, and its token is out of the reach of scripts', async () => {
    const user = await somebody();
    await logIn(user);
    await at.page.getByRole('link', { name: user.username }).waitFor();
    await at.page.reload();
    await at.page.getByRole('link', { name: user.username }).waitFor();
    const readable = await at.page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
    );
    expect(readable).not.toMatch(/eyJ|neurec_session/);
    const [cookie] = await at.context.cookies();
    expect(cookie).toMatchObject({ name: 'neurec_session', httpOnly: true, sameSite: 'Strict' });
  });

  it('keeps ratings on the server, changes them and takes them back', async () => {
    const user = await somebody();
    await logIn(user);
    const deck = at.page.getByRole('region', { name: 'Movies to rate' });
    const stored = at.page.waitForResponse((response) => response.url().endsWith('/ratings/'));
    await deck.getByRole('button', { name: '5 stars' }).click();
    expect((await stored).status()).toBe(201);
    await deck.getByText('1 rating', { exact: true }).waitFor();
    await at.page.getByRole('link', { name: 'My ratings' }).click();
    await at.page.getByRole('heading', { name: 'My ratings' }).waitFor();
    const changed = at.page.waitForResponse((response) => response.url().endsWith('/ratings/'));
    await at.page.getByRole('main').getByRole('button', { name: '2 stars' }).click();
    await changed;
    await at.page.reload();
    await at.page.getByRole('button', { name: '2 stars', pressed: true }).waitFor();
    const removed = at.page.waitForResponse((response) => response.request().method() === 'DELETE');
    await at.page.getByRole('button', { name: /^Remove the rating/ }).click();
    await at.page.getByText('You have not rated anything yet').waitFor();
    await removed;
    await at.page.reload();
    await at.page.getByText('You have not rated anything yet').waitFor();
  });

  it('keeps what was rated the moment before the page went', async () => {
    const user = await somebody();
    await logIn(user);
    const deck = at.page.getByRole('region', { name: 'Movies to rate' });
    await deck.getByRole('button', { name: '5 stars' }).click();
    await deck.getByText('1 rating', { exact: true }).waitFor();
    await at.page.goto('/docs');
    const stored = async () => {
      const headers = { 'X-Neurec-Session': '1' };
      const answer = await at.page.request.get('/users/me/ratings', { headers });
      return ((await answer.json()) as { total: number }).total;
    };
    await expect.poll(stored).toBe(1);
  });

  it('changes what is edited, clears what is emptied, and keeps the rest', async () => {
    const user = await somebody({ age: 33, gender: 'F' });
    await logIn(user);
    await at.page.getByRole('link', { name: user.username }).click();
    const profile = at.page.getByRole('form', { name: 'Your profile' });
    await profile.getByLabel('Name', { exact: true }).fill('Renamed');
    await profile.getByLabel('Age', { exact: true }).fill('');
    const answer = at.page.waitForResponse((response) => response.request().method() === 'PATCH');
    await profile.getByRole('button', { name: 'Save' }).click();
    expect(await (await answer).json()).toEqual({
      id: user.id,
      username: 'Renamed',
      email: user.email,
      age: null,
      gender: 'F',
      occupation: null,
    });
    await at.page.getByText('Saved').waitFor();
    await at.page.getByRole('heading', { name: 'Renamed' }).waitFor();
    await at.page.reload();
    await at.page.getByRole('heading', { name: 'Renamed' }).waitFor();
    expect(await profile.getByLabel('Age', { exact: true }).inputValue()).toBe('');
    expect(await profile.getByLabel('Gender').inputValue()).toBe('F');
  });

  it('asks for the password where the email changes', async () => {
    const user = await somebody();
    await logIn(user);
    await at.page.getByRole('link', { name: user.username }).click();
    const profile = at.page.getByRole('form', { name: 'Your profile' });
    expect(await profile.getByLabel('Your password').isVisible()).toBe(false);
    await profile.getByLabel('Email').fill(`moved.${user.email}`);
    const asked = profile.getByLabel('Your password');
    await asked.fill('a wrong password');
    await profile.getByRole('button', { name: 'Save' }).click();
    await profile.getByText('This is not your current password').waitFor();
    expect(await asked.getAttribute('aria-invalid')).toBe('true');
    await asked.fill(password);
    await profile.getByRole('button', { name: 'Save' }).click();
    await at.page.getByText('Saved').waitFor();
    await asked.waitFor({ state: 'detached' });
    await at.page.getByRole('button', { name: 'Log out' }).click();
    await logIn({ email: `moved.${user.email}`, password });
    await at.page.getByRole('link', { name: user.username }).waitFor();
  });

  it('gets a new password by the current one, and goes on with it', async () => {
    const user = await somebody();
    await logIn(user);
    await at.page.getByRole('link', { name: user.username }).click();
    const change = at.page.getByRole('form', { name: 'Change your password' });
    const submit = change.getByRole('button', { name: 'Change password' });
    await change.getByLabel('Current password').fill('a wrong password');
    await change.getByLabel('New password').fill('another long password');
    await submit.click();
    await change.getByRole('alert').getByText('Please look at the marked fields.').waitFor();
    await change.getByText('This is not your current password').waitFor();
    await change.getByLabel('Current password').fill(password);
    await change.getByLabel('New password').fill('short');
    await submit.click();
    await change.getByText('This should have at least 8 characters').waitFor();
    await change.getByLabel('New password').fill('another long password');
    await submit.click();
    await at.page.getByText('Your password is changed').waitFor();
    expect(await change.getByLabel('New password').inputValue()).toBe('');
    await at.page.reload();
    await at.page.getByRole('link', { name: 'My ratings' }).click();
    await at.page.getByText('You have not rated anything yet').waitFor();
    await at.page.getByRole('link', { name: user.username }).click();
    await at.page.getByRole('button', { name: 'Log out' }).click();
    await logIn(user);
    await at.page.getByRole('alert').getByText('Incorrect email or password').waitFor();
    await logIn({ ...user, password: 'another long password' });
    await at.page.getByRole('link', { name: user.username }).waitFor();
  });

  it('logs out, and private pages ask to log in and come back', async () => {
    const user = await somebody();
    await logIn(user);
    await at.page.getByRole('link', { name: user.username }).click();
    await at.page.getByRole('button', { name: 'Log out' }).click();
    await at.page.getByRole('link', { name: 'Log in' }).waitFor();
    expect(await at.context.cookies()).toEqual([]);
    await at.page.goto('/account');
    await at.page.getByRole('heading', { name: 'Log in' }).waitFor();
    await at.page.getByLabel('Email').fill(user.email);
    await at.page.getByLabel('Password').fill(password);
    await at.page.getByRole('button', { name: 'Log in' }).click();
    await at.page.waitForURL('**/account');
  });

  it('is deleted for good, after a question', async () => {
    const user = await somebody();
    await logIn(user);
    await at.page.getByRole('link', { name: user.username }).click();
    await at.page.getByRole('button', { name: 'Delete my account' }).click();
    await at.page.getByRole('button', { name: 'Keep it' }).click();
    await at.page.getByRole('button', { name: 'Delete my account' }).click();
    await at.page.getByRole('button', { name: 'Delete for good' }).click();
    await at.page.getByText('Your account and its ratings are deleted').waitFor();
    await logIn(user);
    await at.page.getByRole('alert').getByText('Incorrect email or password').waitFor();
  });

  it('is told how long to wait after too many failed logins', async () => {
    const { email } = await somebody();
    await logIn({ email, password: 'wrong password' });
    const problem = at.page.getByRole('alert');
    const wait = problem.getByText(/Too many failed logins.*Try again in \d+ s/);
    for (let tries = 0; tries < 8 && !(await wait.isVisible()); ++tries) {
      const answer = at.page.waitForResponse('**/auth/session');
      await at.page.getByRole('button', { name: 'Log in' }).click();
      await answer;
      await problem.waitFor();
    }
    await wait.waitFor();
    await problem.getByText('You can try again now.').waitFor();
  });
});
