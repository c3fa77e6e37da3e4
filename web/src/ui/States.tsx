import { useEffect, useState, type ReactNode } from 'react';
import { ApiError, Unreachable, worded } from '../api/errors';
import { Button } from './Button';
import styles from './States.module.css';

/** Seconds that count down to nothing, then `onEnd`. */
export function useCountdown(seconds: number | null, onEnd?: () => void): number | null {
  const [left, setLeft] = useState(seconds);
  const [counted, setCounted] = useState(seconds);
  if (counted !== seconds) {
    setCounted(seconds);
    setLeft(seconds);
  }
  useEffect(() => {
    if (left === null) return;
    if (left <= 0) {
      onEnd?.();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, onEnd]);
  return left;
}

type Words = { title: string; text: string };

function wordsFor(error: unknown): Words {
  if (error instanceof Unreachable)
    return {
      title: 'The server does not answer',
      text: 'It may be restarting. What you rated is safe; we try again by ourselves.',
    };
  if (!(error instanceof ApiError))
    return { title: 'Something went wrong here', text: 'Reloading the page may help.' };
  if (error.status === 503)
    return {
      title: 'Not ready at the moment',
      text: 'The server is busy, or has no model yet.',
    };
  if (error.status === 429) return { title: 'A little too fast', text: error.message };
  if (error.status === 401) return { title: 'You are not logged in', text: 'Log in to see this.' };
  if (error.status === 403)
    return { title: 'Not for this account', text: 'You need other rights to see this.' };
  if (error.status === 404) return { title: 'Not here', text: error.message };
  if (error.status === 422)
    return {
      title: 'The server did not understand that',
      text: error.faults.map(worded).join('; ') || error.message,
    };
  return { title: 'The server could not do that', text: error.message };
}

/** Fills the place of what could not be loaded. A passing trouble is tried again by itself. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const wait =
    error instanceof ApiError && error.status === 503 ? (error.retryAfter ?? 2) + 2 : null;
  const left = useCountdown(wait, onRetry);
  const { title, text } = wordsFor(error);
  return (
    <div className={styles.state} role="alert">
      <h3>{title}</h3>
      <p>{text}</p>
      <Button onClick={onRetry}>
        {left !== null && left > 0 ? `Try again (in ${left} s by itself)` : 'Try again'}
      </Button>
    </div>
  );
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <h3>{title}</h3>
      {children}
    </div>
  );
}

/** Grey shapes where something is about to be. */
export function Loading({ label, children }: { label: string; children?: ReactNode }) {
  return (
    <div role="status" className={styles.loading}>
      <span className="visually-hidden">{label}</span>
      {children ?? (
        <div className={styles.lines}>
          <Bone />
          <Bone />
          <Bone />
        </div>
      )}
    </div>
  );
}

export function Bone({ className = '' }: { className?: string }) {
  return <div className={`${styles.bone} ${className}`} />;
}
