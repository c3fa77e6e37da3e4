import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, bodyOf, type Session } from './client';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => bodyOf(api.GET('/auth/session', { signal })),
  staleTime: Infinity,
});

export const nobody: Session = { user: null, is_admin: false, expires_at: null };

/** Who is logged in; nobody while that is not known yet. */
export function useSession(): Session {
  return useQuery(sessionQuery).data ?? nobody;
}

/** Forgets what belongs to an account, and says who is here now. */
export function useEnterSession() {
  const queries = useQueryClient();
  return (session: Session) => {
    queries.setQueryData(sessionQuery.queryKey, session);
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  };
}

/** Asks the server again when the token's time is over, so that no screen pretends otherwise. */
export function useSessionEnd(onEnd: () => void) {
  const { expires_at: expiresAt } = useSession();
  useEffect(() => {
    if (expiresAt == null) return;
    // Timers hold at most 2^31 - 1 ms; sessions that long are asked about at the next request.
    const wait = Math.min(Math.max(expiresAt * 1000 - Date.now(), 0) + 500, 2 ** 31 - 1);
    const timer = setTimeout(onEnd, wait);
    return () => clearTimeout(timer);
  }, [expiresAt, onEnd]);
}
