import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowVisionView, pictures, motions, readView, samePath, spacings, textSizes, themes, usualView, viewAttributes, viewCookie } from './view.ts';

const someView = fc.record({
  theme: fc.constantFrom(...themes),
  text: fc.constantFrom(...textSizes),
  spacing: fc.constantFrom(...spacings),
  pictures: fc.constantFrom(...pictures),
  motion: fc.constantFrom(...motions),
});

describe('view', () => {
  test('A11Y-2: every chosen view comes back from its cookie', () => {
    fc.assert(
      fc.property(someView, (view) => {
        const [pair] = viewCookie(view, true).split(';');
        expect(readView(`sid=1; ${pair}; other=2`)).toEqual(view);
      }),
    );
  });

  test('A11Y-2: a missing or broken cookie gives the usual view', () => {
    expect(readView(null)).toEqual(usualView);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(themes).toContain(readView(`view=${text}`).theme);
      }),
    );
    expect(readView('review=dark')).toEqual(usualView);
  });

  test('A11Y-2: «Версия для слабовидящих» is contrast, large, wide, without pictures and motion', () => {
    expect(viewAttributes(lowVisionView)).toEqual({
      'data-theme': 'contrast-light',
      'data-text': '150',
      'data-leading': 'wide',
      'data-pictures': 'off',
      'data-motion': 'less',
    });
    expect(Object.values(viewAttributes(usualView)).filter(Boolean)).toEqual([]);
  });

  test('X-13: the way back leads only to this site', () => {
    expect(samePath('/charges?month=2026-10#top')).toBe('/charges?month=2026-10#top');
    for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', '', 'charges', '/a b', null, undefined, 7]) expect(samePath(bad)).toBe('/');
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (url, text) => {
        for (const path of [url, text, `/${text}`]) expect(new URL(samePath(path), 'https://home.example').origin).toBe('https://home.example');
      }),
    );
  });
});
