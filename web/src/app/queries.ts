import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { nobody, sessionQuery } from '../api/session';
import { ApiError, Unreachable, isPassing } from '../api/errors';
import { say } from '../ui/toasts';
import { setServerGone } from './connection';

/** How long to wait before asking again: as the server said, or ever longer. */
export function retryDelay(attempt: number, error: unknown): number {
  if (error instanceof ApiError && error.retryAfter !== null) return error.retryAfter * 1000;
  return 500 * 2 ** attempt;
}

/** What every failed request means beyond the screen that made it. */
function noteFailure(error: unknown) {
  if (error instanceof Unreachable) setServerGone(true);
  if (error instanceof ApiError && error.status === 401 && !isWrongLogin(error)) endSession();
}

/** A wrong password is about the one that was typed, not about the session. */
function isWrongLogin(error: ApiError): boolean {
  return error.message === 'Incorrect email or password';
}

/** The token has ended: whoever was here is a visitor again, and is told. */
export function endSession() {
  if (!queries.getQueryData(sessionQuery.queryKey)?.user) return;
  queries.setQueryData(sessionQuery.queryKey, nobody);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  say('Your session has ended', 'Log in again to go on where you were.');
}

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: noteFailure, onSuccess: () => setServerGone(false) }),
  mutationCache: new MutationCache({ onError: noteFailure }),
  defaultOptions: {
    queries: {
      // The server is on this machine or near it: the browser's idea of being online says nothing.
      networkMode: 'always',
      retry: (count, error) => isPassing(error) && count < 2,
      retryDelay,
      staleTime: 30_000,
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always' },
  },
});
