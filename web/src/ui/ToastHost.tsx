import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { subscribeToRemarks, unsaidRemarks } from './toasts';

const Toasts = lazy(() => import('./Toasts'));

/** Where toasts appear, once there has been one. */
export function ToastHost() {
  const remarks = useSyncExternalStore(subscribeToRemarks, unsaidRemarks);
  const [isNeeded, setNeeded] = useState(false);
  if (remarks.length > 0 && !isNeeded) setNeeded(true);
  return (
    isNeeded && (
      <Suspense>
        <Toasts />
      </Suspense>
    )
  );
}
