/**
 * Where the application is on its host: "/", or "/recs/" where a proxy publishes it below a path (--root-path). The
 * server writes it into the page's own links; of those, this script's is at hand.
 */
export const root = import.meta.env.PROD ? rootOf(import.meta.url) : '/';

/** A script's folder is assets/, in the root. */
export function rootOf(script: string): string {
  return new URL('..', script).pathname;
}
