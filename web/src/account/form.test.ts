import { describe, expect, it } from 'vitest';
import { userFrom } from './form';

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
