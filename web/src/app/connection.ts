import { useSyncExternalStore } from 'react';
import { root } from './root';

/** Whether the server answers, by the requests that were made. */
let isGone = false;
const listeners = new Set<() => void>();

export function setServerGone(gone: boolean) {
  if (gone === isGone) return;
  isGone = gone;
  for (const listener of listeners) listener();
}

export function useServerGone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isGone,
  );
}

/** Asked beside the API's client: it is no request of the screen. */
export async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch(`${root}health/live`)).ok;
  } catch {
    return false;
  }
}
