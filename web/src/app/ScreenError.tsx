import { useEffect, useRef } from 'react';
import { Unreachable } from '../api/errors';
import { ErrorState } from '../ui/States';
import { setServerGone, useServerGone } from './connection';

const reload = () => location.reload();

/** In place of a screen that could not be drawn or fetched; header and footer stay. */
export function ScreenError({ error }: { error: unknown }) {
  useReloadOnceBack(error instanceof Unreachable);
  return <ErrorState error={error} onRetry={reload} />;
}

/** Browsers remember that a screen's code did not come: only a new page asks for it again. */
function useReloadOnceBack(isMissing: boolean) {
  const isGone = useServerGone();
  const wasGone = useRef(false);
  useEffect(() => {
    if (isMissing && isGone) wasGone.current = true;
    else if (isMissing && wasGone.current) reload();
    else if (isMissing) setServerGone(true);
  }, [isMissing, isGone]);
}
