/** A request as it was made, without what must not be shown. */
export type MadeRequest = {
  id: number;
  method: string;
  url: string;
  body: string | null;
  status: number | null;
  milliseconds: number;
};

/** The body with passwords hidden, so that it can stand on a screen. */
export function withoutSecrets(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), (key, value: unknown) =>
      key.includes('password') ? '••••••••' : value,
    );
  } catch {
    return body;
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The command that makes this request in a shell. */
export function asCurl(request: MadeRequest, isLoggedIn: boolean): string {
  const parts = ['curl'];
  if (request.method !== 'GET') parts.push(`-X ${request.method}`);
  parts.push(quoted(request.url));
  if (isLoggedIn) parts.push('-H "Authorization: Bearer $TOKEN"');
  if (request.body !== null) {
    parts.push(`-H 'Content-Type: application/json'`, `-d ${quoted(request.body)}`);
  }
  return parts.join(' \\\n  ');
}

/** The command that gets $TOKEN; `server` ends with a slash. */
export function tokenCurl(server: string): string {
  return (
    `TOKEN=$(curl -s ${quoted(`${server}auth/token`)} \\\n` +
    `  -d 'username=you@example.org' -d 'password=…' | jq -r .access_token)`
  );
}
