import { useSyncExternalStore } from 'react';
import type { MadeRequest } from './curl';

/** The requests of the screen that is open, the newest first: what "Show the request" shows. */

const kept = 12;
let requests: readonly MadeRequest[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function replace(next: readonly MadeRequest[]) {
  requests = next;
  for (const listener of listeners) listener();
}

export function logRequest(request: Omit<MadeRequest, 'id'>) {
  replace([{ ...request, id: nextId++ }, ...requests].slice(0, kept));
}

/** Another screen: its requests begin anew. */
export function clearRequestLog() {
  replace([]);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useRequestLog(): readonly MadeRequest[] {
  return useSyncExternalStore(subscribe, () => requests);
}
