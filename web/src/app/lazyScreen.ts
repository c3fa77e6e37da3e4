import { lazy, type ComponentType } from 'react';
import { Unreachable } from '../api/errors';

/** A screen whose code is fetched when it is first opened. */
export function lazyScreen(load: () => Promise<ComponentType>) {
  return lazy(async () => {
    try {
      return { default: await load() };
    } catch {
      // It comes from the same server as everything else.
      throw new Unreachable();
    }
  });
}
