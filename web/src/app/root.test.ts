import { describe, expect, it } from 'vitest';
import { rootOf } from './root';

describe('rootOf', () => {
  it('is the folder above that of the scripts', () => {
    expect(rootOf('https://a.example/assets/first-x1.js')).toBe('/');
    expect(rootOf('https://a.example/recs/v2/assets/first-x1.js')).toBe('/recs/v2/');
  });
});
