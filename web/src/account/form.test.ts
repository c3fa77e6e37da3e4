import { describe, expect, it } from 'vitest';
import type { User } from '../api/client';
import { changesFrom, userFrom } from './form';

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

describe('userFrom', () => {
  it('leaves out what was left empty', () => {
    const fields = { username: 'ada', email: 'a@b.org', password: 'correct horse' };
    expect(userFrom(form({ ...fields, age: '', gender: '', occupation: '' }))).toEqual(fields);
  });

  it('has numbers for numbers', () => {
    const fields = { username: 'a', email: 'b', password: 'c' };
    expect(userFrom(form({ ...fields, age: '36', gender: 'F', occupation: '15' }))).toEqual({
      ...fields,
      age: 36,
      gender: 'F',
      occupation: 15,
    });
  });

  it('lets the server judge what is no number', () => {
    expect(userFrom(form({ age: 'old' })).age).toBe('old');
  });
});

describe('changesFrom', () => {
  const ada: User = {
    id: 7,
    username: 'ada',
    email: 'a@b.org',
    age: 36,
    gender: 'F',
    occupation: null,
  };
  const shown = { username: 'ada', email: 'a@b.org', age: '36', gender: 'F', occupation: '' };

  it('has nothing where nothing is changed', () => {
    expect(changesFrom(form(shown), ada)).toEqual({});
  });

  it('has what is changed, and null for what was emptied', () => {
    const filled = { ...shown, username: 'Ada L.', age: '', gender: '', occupation: '15' };
    expect(changesFrom(form(filled), ada)).toEqual({
      username: 'Ada L.',
      age: null,
      gender: null,
      occupation: 15,
    });
  });

  it('brings the password along where it was asked for', () => {
    const filled = { ...shown, email: 'new@b.org', current_password: 'correct horse' };
    expect(changesFrom(form(filled), ada)).toEqual({
      email: 'new@b.org',
      current_password: 'correct horse',
    });
  });

  it('lets the server judge an emptied name', () => {
    expect(changesFrom(form({ ...shown, username: '' }), ada)).toEqual({ username: '' });
  });
});
