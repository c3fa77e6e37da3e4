import { ErrorState } from '../ui/States';
import { useRouteError } from 'react-router';

/** A screen that could not be drawn or fetched; header and footer stay. */
export function ScreenError() {
  const error = useRouteError();
  return <ErrorState error={error} onRetry={() => location.reload()} />;
}
