import { ApiError, faultsByField } from '../api/errors';
import { useCountdown } from './States';
import styles from './FormProblem.module.css';

/** What went wrong with a form as a whole; what is about one field stands at the field. */
export function FormProblem({ error }: { error: Error | null }) {
  const wait = error instanceof ApiError && error.status === 429 ? error.retryAfter : null;
  const left = useCountdown(wait);
  if (!error) return null;
  return (
    <p className={styles.problem} role="alert">
      {wordsFor(error)}
      {left !== null && (left > 0 ? ` Try again in ${left} s.` : ' You can try again now.')}
    </p>
  );
}

function wordsFor(error: Error): string {
  if (!(error instanceof ApiError) || error.faults.length === 0) return error.message;
  return faultsByField(error)[''] ?? 'Please look at the marked fields.';
}
