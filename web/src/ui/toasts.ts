/**
 * What is said in passing, from anywhere. The component that shows it is fetched when there is
 * something to say.
 */
export type Remark = { title: string; description?: string };

let unsaid: readonly Remark[] = [];
const listeners = new Set<() => void>();

function notify() {
  for (const listener of listeners) listener();
}

export function say(title: string, description?: string) {
  unsaid = [...unsaid, { title, ...(description !== undefined && { description }) }];
  notify();
}

export function subscribeToRemarks(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function unsaidRemarks(): readonly Remark[] {
  return unsaid;
}

/** Takes what is to be said. */
export function takeRemarks(): readonly Remark[] {
  const taken = unsaid;
  unsaid = [];
  if (taken.length > 0) notify();
  return taken;
}
