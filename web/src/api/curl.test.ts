import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asCurl, withoutSecrets, type MadeRequest } from './curl';

const made = (changes: Partial<MadeRequest>): MadeRequest => ({
  id: 1,
  method: 'GET',
  url: 'http://localhost:8000/movies/',
  body: null,
  status: 200,
  milliseconds: 1,
  ...changes,
});

/** The arguments as a shell would hand them to curl. */
function shellArguments(command: string): string[] {
  const printed = command.replace(/^curl/, String.raw`printf '%s\0'`);
  return execFileSync('sh', ['-c', printed], { encoding: 'utf8', env: { TOKEN: 'T' } })
    .split('\0')
    .slice(0, -1);
}

describe('asCurl', () => {
  it('gives a plain GET without more', () => {
    expect(asCurl(made({}), false)).toBe("curl \\\n  'http://localhost:8000/movies/'");
  });

  it('says method, token and body, whatever quotes they hold', () => {
    const body = `{"title":"Schindler's \\"List\\" $HOME \`x\`"}`;
    const command = asCurl(made({ method: 'POST', body }), true);
    expect(shellArguments(command)).toEqual([
      '-X',
      'POST',
      'http://localhost:8000/movies/',
      '-H',
      'Authorization: Bearer T',
      '-H',
      'Content-Type: application/json',
      '-d',
      body,
    ]);
  });
});

describe('withoutSecrets', () => {
  it('hides passwords at any depth and leaves the rest', () => {
    expect(
      withoutSecrets('{"email":"a@b.org","password":"hunter22","in":[{"password":"x"}]}'),
    ).toBe('{"email":"a@b.org","password":"••••••••","in":[{"password":"••••••••"}]}');
    expect(
      withoutSecrets('{"current_password":"hunter22","new_password":"hunter23"}'),
    ).not.toContain('hunter');
  });

  it('leaves what is no JSON as it is', () => {
    expect(withoutSecrets('a=b')).toBe('a=b');
  });
});
