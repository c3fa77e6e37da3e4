import { describe, expect, it } from 'vitest';
import { actionFor } from './keys';

const press = (key: string, held = {}) =>
  actionFor({ key, altKey: false, ctrlKey: false, metaKey: false, ...held });

describe('actionFor', () => {
  it.each(['1', '2', '3', '4', '5'])('rates with %s', (key) => {
    expect(press(key)).toEqual({ kind: 'rate', stars: Number(key) });
  });

  it.each(['0', 's', 'S', 'ArrowRight'])('says "not seen" with %s', (key) => {
    expect(press(key)).toEqual({ kind: 'unseen' });
  });

  it.each(['Backspace', 'ArrowLeft'])('goes back with %s', (key) => {
    expect(press(key)).toEqual({ kind: 'back' });
  });

  it.each(['6', 'a', 'ArrowUp', 'Tab', 'Enter', '15'])('leaves %s alone', (key) => {
    expect(press(key)).toBeNull();
  });

  it("leaves the browser's own shortcuts alone", () => {
    expect(press('1', { ctrlKey: true })).toBeNull();
    expect(press('s', { metaKey: true })).toBeNull();
    expect(press('2', { altKey: true })).toBeNull();
  });
});
