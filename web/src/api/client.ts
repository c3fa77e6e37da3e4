import createClient from 'openapi-fetch';
import { root } from '../app/root';
import type { components, paths } from './schema';
import { Unreachable, errorFrom } from './errors';
import { withoutSecrets } from './curl';
import { logRequest } from './requestLog';

type Schemas = components['schemas'];
export type Movie = Schemas['MoviePublic'];
export type MovieEdit = Schemas['MovieSchema'];
export type RecommendationRequest = Schemas['NewUserRecommendationRequest'];
export type RecommendedMovie = Schemas['RecommendedMovie'];
export type PasswordChange = Schemas['PasswordChange'];
export type Reason = Schemas['Reason'];
export type Session = Schemas['SessionPublic'];
export type User = Schemas['UserPublic'];
export type UserChanges = Schemas['UserChanges'];
export type UserEdit = Schemas['UserSchema'];

/** Every request that goes out is logged for "Show the request"; no answer at all is Unreachable. */
async function loggedFetch(request: Request): Promise<Response> {
  const body = request.body === null ? null : withoutSecrets(await request.clone().text());
  const begin = performance.now();
  const note = (status: number | null) => {
    const milliseconds = Math.round(performance.now() - begin);
    logRequest({ method: request.method, url: request.url, body, status, milliseconds });
  };
  try {
    const response = await fetch(request);
    note(response.status);
    return response;
  } catch (error) {
    // A request that nobody waits for any more is not the server's fault.
    if (request.signal.aborted) throw error;
    note(null);
    throw new Unreachable();
  }
}

/** The API. The header makes the session's cookie count (docs/decisions/0010). */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? undefined : location.origin + root,
  fetch: loggedFetch,
  headers: { 'X-Neurec-Session': '1' },
});

/** The answer's body; throws ApiError where the server refused. */
export async function bodyOf<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw errorFrom(response, error);
  return data as T;
}
