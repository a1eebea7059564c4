import sharp from 'sharp';
import { expect, test } from 'vitest';
import { chances, drawDial } from './dial.fixture.ts';
import { readDial } from './read-dial.ts';
import { suggestReading } from './suggest-reading.ts';

test('MTR-4: digits of drawn dials are read: drums and displays, straight and turned, noisy and dim', async () => {
  const next = chances(20_261_122);
  const kinds = [
    { kind: 'drum', digits: 5, decimals: 3 },
    { kind: 'display', digits: 6, decimals: 0 },
  ] as const;
  const dials = kinds.flatMap((kind) => [false, true].map((isHard) => ({ ...kind, isHard })));
  const outcomes = [];
  for (const dial of [...dials, ...dials]) {
    const { picture, whole, after } = await drawDial(dial, next);
    const value = `${BigInt(whole)}${after ? `.${after}` : ''}`.replace(/\.?0+$/, (zeros) => (after ? '' : zeros));
    const suggested = suggestReading(await readDial(picture), {
      digits: dial.digits,
      decimals: dial.decimals,
      previous: String(BigInt(whole)),
      averageMonth: null,
    });
    outcomes.push(suggested === value ? 'right' : suggested === undefined ? 'none' : `wrong: ${suggested} for ${value}`);
  }
  expect(outcomes.filter((one) => one.startsWith('wrong'))).toEqual([]);
  expect(outcomes.filter((one) => one === 'right').length).toBeGreaterThanOrEqual(7);
}, 60_000);

test('MTR-4: a picture without a dial suggests nothing', async () => {
  const wall = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#998877', noise: { type: 'gaussian', mean: 128, sigma: 25 } } })
    .jpeg()
    .toBuffer();
  expect(suggestReading(await readDial(wall), { digits: 5, decimals: 3, previous: '0', averageMonth: '5' })).toBeUndefined();
});

test('MTR-4: only a number that can follow is suggested, the whole dial before its black digits', () => {
  const facts = { digits: 5, decimals: 3, previous: '251.04', averageMonth: '5' };
  const row = (digits: string, confidence = 95) => ({ digits, confidence });
  expect(suggestReading([row('00256'), row('00256400'), row('15150415')], facts)).toBe('256.4');
  expect(suggestReading([row('00256')], facts)).toBe('256');
  for (const wrong of [row('00250'), row('00256400', 40), row('20212'), row('0256'), row('002564001')]) expect(suggestReading([wrong], facts)).toBeUndefined();
  // The dial passed its end.
  expect(suggestReading([row('00003')], { ...facts, previous: '99998' })).toBe('3');
});
