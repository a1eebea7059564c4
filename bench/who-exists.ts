// Whether the time of an answer tells who has a cabinet: the middle of a thousand tries by names that somebody has, beside names that nobody has.
import { createPerson, hashPassword, identify } from '#modules/identity';
import { testSettings } from '#test/settings';
import { portal, type World } from '#test/world';
import { composeModules } from '../server/compose.ts';
import { makeApp } from '../server/platform/app.ts';
import { newId } from '../server/platform/ids.ts';
import type { Row } from './ratio.ts';

const TRIES = Number(process.env['BENCH_TRIES'] ?? 1_000);
const ASKED = [
  { what: 'signing in with a wrong password', url: '/api/v1/sign-in', body: (phone: string) => ({ name: phone, password: 'не тот пароль' }), status: 422 },
  { what: 'asking for a code of recovery', url: '/api/v1/recovery', body: (phone: string) => ({ name: phone }), status: 200 },
  { what: 'asking for a new cabinet', url: '/api/v1/sign-up', body: (phone: string) => ({ phone }), status: 200 },
] as const;

/** Known and unknown in turn, each name once and from an address of its own: nobody waits for an earlier try. */
export async function benchWhoExists(world: World): Promise<Row[]> {
  const passwordHash = await hashPassword('Липовая-аллея-14');
  const phoneOf = (isKnown: boolean, n: number): string => `+79${isKnown ? 1 : 2}${String(n).padStart(8, '0')}`;
  for (let n = 0; n < TRIES; n++) await world.run(portal, (work) => createPerson(work, { personId: newId(new Date()), lastName: 'Пробный', firstName: `${n}`, phone: phoneOf(true, n), passwordHash, confirmed: true, secondFactor: 'sms' }));
  const settings = testSettings();
  const { modules, close } = composeModules(settings, world.ground);
  const app = await makeApp({ settings, ground: world.ground, modules, identify, addressLimit: { perSecond: 1e6, burst: 1e6 } });
  let asked = 0;
  const rows: Row[] = [];
  for (const { what, url, body, status } of ASKED) {
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let n = 0; n < TRIES * 2; n++) {
      const who = n % 2 === 0 ? 'known' : 'unknown';
      asked += 1;
      const started = performance.now();
      const answer = await app.inject({ method: 'POST', url, headers: { origin: settings.publicUrl.origin, 'idempotency-key': newId(new Date()) }, payload: body(phoneOf(who === 'known', n >> 1)), remoteAddress: `10.${asked >> 8}.${asked & 255}.1` });
      if (answer.statusCode !== status) throw new Error(`${url} as ${who}: ${answer.statusCode} ${answer.body}`);
      times[who].push(performance.now() - started);
    }
    const middle = (all: number[]) => ({ wallUs: all.toSorted((a, b) => a - b)[all.length >> 1]! * 1000, cpuUs: 0 });
    rows.push({ what: `${what}, the middle of ${TRIES} names that somebody has`, cost: middle(times.known), limit: 'names that nobody has', limitCost: middle(times.unknown) });
  }
  await app.close();
  await close();
  return rows;
}
