import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import type { Session, User } from '../api/client';
import { sessionQuery } from '../api/session';
import { ErrorState, Loading } from '../ui/States';

type RequireSessionProps = { children: (user: User, session: Session) => ReactNode };

/** A screen for those who are logged in; others log in first and come back. */
export function RequireSession({ children }: RequireSessionProps) {
  const { pathname, search } = useLocation();
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!session) return <Loading label="Looking who is here" />;
  if (!session.user) {
    const next = new URLSearchParams({ next: pathname + search });
    return <Navigate to={`/login?${next}`} replace />;
  }
  return children(session.user, session);
}
