import { expect, test } from 'vitest';
import { useWorld } from '#test/world';
import { placeOf } from './assess-sign-in.ts';
import { loadPlaces, readPlaces } from './load-places.ts';

const world = useWorld();

test('AUTH-6: places of addresses are loaded from a file by ranges and networks; a broken line is named and nothing changes', async () => {
  expect(await placeOf(world.db, '192.0.2.7'), 'none by default').toBeNull();
  expect(await loadPlaces(world.db, '# свои\n192.0.2.0/24;Екатеринбург\n198.51.100.10; 198.51.100.20 ;Пермь\r\n\n2001:db8::/32;Москва\n')).toBe(3);
  const places = await Promise.all(
    ['192.0.2.0', '192.0.2.255', '192.0.3.0', '198.51.100.9', '198.51.100.20', '2001:db8:ffff::1', '2001:db9::', 'not an address', ''].map((ip) =>
      placeOf(world.db, ip),
    ),
  );
  expect(places).toEqual(['Екатеринбург', 'Екатеринбург', null, null, 'Пермь', 'Москва', null, null, null]);
  expect(() => readPlaces('192.0.2.0/24;Екатеринбург\nздесь;нет;адреса')).toThrow('line 2');
  await expect(loadPlaces(world.db, '999.0.0.1;999.0.0.2;Нигде')).rejects.toThrow();
  expect(await placeOf(world.db, '192.0.2.7')).toBe('Екатеринбург');
  expect(await loadPlaces(world.db, '203.0.113.0/24;Лагос')).toBe(1);
  expect(await placeOf(world.db, '192.0.2.7'), 'the earlier ones are gone').toBeNull();
});
