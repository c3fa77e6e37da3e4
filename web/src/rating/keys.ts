export type DeckAction = { kind: 'rate'; stars: number } | { kind: 'unseen' } | { kind: 'back' };

/** What a key means while the deck has the focus; nothing for keys that are somebody else's. */
export function actionFor(event: {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}): DeckAction | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  if (/^[1-5]$/.test(event.key)) return { kind: 'rate', stars: Number(event.key) };
  if (['0', 's', 'S', 'ArrowRight'].includes(event.key)) return { kind: 'unseen' };
  if (['Backspace', 'ArrowLeft'].includes(event.key)) return { kind: 'back' };
  return null;
}
