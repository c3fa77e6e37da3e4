import { useSyncExternalStore } from 'react';

/** What somebody without an account has told, kept in this browser and nowhere else. */

export type RatedMovie = {
  movieId: number;
  stars: number;
  title: string;
  genres: string[];
};

export type Visitor = {
  ratings: RatedMovie[];
  /** Movies that they said they have not seen. */
  unseen: number[];
  /** Genres to begin with. */
  genres: string[];
};

const key = 'neurec.visitor';
const stranger: Visitor = { ratings: [], unseen: [], genres: [] };

function isRated(value: unknown): value is RatedMovie {
  const each = value as Partial<RatedMovie> | null;
  return (
    Number.isInteger(each?.movieId) &&
    typeof each?.stars === 'number' &&
    each.stars >= 0.5 &&
    each.stars <= 5 &&
    typeof each.title === 'string' &&
    Array.isArray(each.genres)
  );
}

/** What was stored, without anything that has not our form: storage can hold what it likes. */
export function visitorFrom(stored: string | null): Visitor {
  if (stored === null) return stranger;
  try {
    const value = JSON.parse(stored) as Partial<Visitor> | null;
    return {
      ratings: Array.isArray(value?.ratings) ? value.ratings.filter(isRated) : [],
      unseen: Array.isArray(value?.unseen) ? value.unseen.filter(Number.isInteger) : [],
      genres: Array.isArray(value?.genres)
        ? value.genres.filter((each) => typeof each === 'string')
        : [],
    };
  } catch {
    return stranger;
  }
}

export function withRating(visitor: Visitor, rated: RatedMovie): Visitor {
  const others = visitor.ratings.filter(({ movieId }) => movieId !== rated.movieId);
  return { ...visitor, ratings: [...others, rated] };
}

export function withoutRating(visitor: Visitor, movieId: number): Visitor {
  return { ...visitor, ratings: visitor.ratings.filter((each) => each.movieId !== movieId) };
}

export function withUnseen(visitor: Visitor, movieId: number): Visitor {
  if (visitor.unseen.includes(movieId)) return visitor;
  return { ...visitor, unseen: [...visitor.unseen, movieId] };
}

export function withoutUnseen(visitor: Visitor, movieId: number): Visitor {
  return { ...visitor, unseen: visitor.unseen.filter((each) => each !== movieId) };
}

let visitor: Visitor | null = null;
const listeners = new Set<() => void>();

function read(): Visitor {
  if (visitor) return visitor;
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(key);
  } catch {
    // Storage is closed to us: ratings last as long as the page.
  }
  return (visitor = visitorFrom(stored));
}

function notify() {
  for (const listener of listeners) listener();
}

export function updateVisitor(change: (visitor: Visitor) => Visitor) {
  visitor = change(read());
  try {
    localStorage.setItem(key, JSON.stringify(visitor));
  } catch {
    // As above.
  }
  notify();
}

function subscribe(listener: () => void) {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== key) return;
    visitor = null;
    notify();
  };
  // Another tab rates, too.
  addEventListener('storage', onStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', onStorage);
  };
}

export function useVisitor(): Visitor {
  return useSyncExternalStore(subscribe, read);
}

export const currentVisitor = read;
