import type { Reason } from '../api/client';
import { partsOf } from '../movies/title';

/** "Because you liked Alien and Heat": what the model says moved the score; nothing where nothing did. */
export function becauseOf(reasons: readonly Reason[] | null | undefined): string | null {
  if (!reasons || reasons.length === 0) return null;
  const liked = reasons
    .filter((each) => each.kind === 'liked_movie' && each.title != null)
    .map((each) => partsOf(each.title!).name);
  if (liked.length === 0) return 'Because people like you like it';
  const [last, ...others] = [...liked].reverse();
  const names = others.length > 0 ? `${others.reverse().join(', ')} and ${last}` : last;
  return `Because you liked ${names}`;
}
