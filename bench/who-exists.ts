// Whether the time of an answer tells who has a cabinet: the middle of a thousand tries by names that somebody has, beside names that nobody has.
import { createPerson, hashPassword, identify } from '#modules/identity';
import { makeHouse, makeOrganization } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { testSettings } from '#test/settings';
import { portal, type World } from '#test/world';
import { composeModules } from '../server/compose.ts';
import { makeApp } from '../server/platform/app.ts';
import type { Actor } from '../server/platform/actor.ts';
import { newId } from '../server/platform/ids.ts';
import type { Row } from './ratio.ts';

const TRIES = Number(process.env['BENCH_TRIES'] ?? 1_000);
type Asked = {
  what: string;
  url: string;
  body: (phone: string) => object;
  status: number;
  by?: Actor;
  /** What is done before the clock starts; its answer goes into the body. */
  before?: (phone: string) => Promise<object>;
};
const NOBODY_SIGNED_IN: readonly Asked[] = [
  { what: 'signing in with a wrong password', url: '/api/v1/sign-in', body: (phone: string) => ({ name: phone, password: 'не тот пароль' }), status: 422 },
  { what: 'asking for a code of recovery', url: '/api/v1/recovery', body: (phone: string) => ({ name: phone }), status: 200 },
  { what: 'asking for a new cabinet', url: '/api/v1/sign-up', body: (phone: string) => ({ phone }), status: 200 },
];

/** Those who are in and name somebody else's contact, with how often each may. */
const INSIDERS: readonly { most: number; make: (world: World) => Promise<Asked> }[] = [
  {
    most: 50,
    async make(world) {
      const organizationId = await makeOrganization(world);
      const actor = await makeActor(world, [{ role: 'manager', organizationId }]);
      return {
        what: 'inviting to work',
        url: `/api/v1/organizations/${organizationId}/staff/invitations`,
        body: (contact) => ({ name: 'Пробный', contact, role: 'dispatcher' }),
        status: 200,
        by: actor,
      };
    },
  },
  {
    most: 10,
    async make(world) {
      const {
        premises: [home],
      } = await makeHouse(world, { flats: 1 });
      const { houseId, premisesId } = home!;
      const actor = await makeActor(world, [{ role: 'owner', houseId, premisesId }]);
      return {
        what: 'inviting into a home',
        url: `/api/v1/homes/${houseId}/${premisesId}/invitations`,
        body: (contact) => ({ name: 'Пробный', contact, role: 'family' }),
        status: 200,
        by: actor,
      };
    },
  },
  {
    most: 5, // ten codes an hour, two for each
    make: async (world) => ({
      what: 'taking another telephone',
      url: '/api/v1/contacts/codes',
      body: (value) => ({ kind: 'phone', value }),
      status: 200,
      by: await makeActor(world),
    }),
  },
];

/** Known and unknown in turn, each name once and from an address of its own: nobody waits for an earlier try. */
export async function benchWhoExists(world: World): Promise<Row[]> {
  const passwordHash = await hashPassword('Липовая-аллея-14');
  const phoneOf = (isKnown: boolean, n: number): string => `+79${isKnown ? 1 : 2}${String(n).padStart(8, '0')}`;
  for (let n = 0; n < TRIES; n++)
    await world.run(portal, (work) =>
      createPerson(work, {
        personId: newId(new Date()),
        lastName: 'Пробный',
        firstName: `${n}`,
        phone: phoneOf(true, n),
        passwordHash,
        confirmed: true,
        secondFactor: 'sms',
      }),
    );
  const settings = testSettings();
  const { modules, close } = composeModules(settings, world.ground);
  let actor: Actor | undefined;
  const app = await makeApp({
    settings,
    ground: world.ground,
    modules,
    identify: async (...given) => actor ?? (await identify(...given)),
    addressLimit: { perSecond: 1e6, burst: 1e6 },
  });
  let asked = 0;
  const headers = { origin: settings.publicUrl.origin, cookie: 'sid=bench' };
  const post = (url: string, payload: object) =>
    app.inject({
      method: 'POST',
      url,
      headers: { ...headers, 'idempotency-key': newId(new Date()) },
      payload,
      remoteAddress: `10.${asked >> 8}.${asked & 255}.1`,
    });
  const sendCode = modules.find(({ name }) => name === 'identity')!.jobs!['identity.send-contact-code']!;
  /** A code asked for and, where somebody has the telephone, made. */
  const begun =
    (url: string, member: string) =>
    async (phone: string): Promise<object> => {
      const { challenge } = (await post(url, { [member]: phone })).json<{ challenge: string }>();
      const { id } = await world.db
        .selectFrom('identity.contact_proof')
        .select('id')
        .where('contact', '=', phone)
        .orderBy('until', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow();
      await sendCode.run({ ground: world.ground } as Parameters<typeof sendCode.run>[0], { id });
      return { challenge };
    };
  const wrongCodes: readonly Asked[] = [
    {
      what: 'a wrong code of recovery',
      url: '/api/v1/recovery/finish',
      before: begun('/api/v1/recovery', 'name'),
      body: () => ({ code: '000000', newPassword: 'ночью на крыше сосед' }),
      status: 422,
    },
    {
      what: 'a wrong code of a new cabinet',
      url: '/api/v1/sign-up/finish',
      before: begun('/api/v1/sign-up', 'phone'),
      body: () => ({ code: '000000', lastName: 'Пробный', firstName: 'Пётр', password: 'ночью на крыше сосед' }),
      status: 422,
    },
  ];
  /** Wall times by whether somebody has the name, known and unknown in turn. */
  const timesOf = async (askOf: (n: number) => Promise<Asked>): Promise<Row> => {
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    let what = '';
    for (let n = 0; n < TRIES * 2; n++) {
      const who = n % 2 === 0 ? 'known' : 'unknown';
      const ask = await askOf(n);
      [what, actor] = [ask.what, ask.by];
      asked += 1;
      const phone = phoneOf(who === 'known', n >> 1);
      const payload = { ...ask.body(phone), ...(await ask.before?.(phone)) };
      const started = performance.now();
      const answer = await post(ask.url, payload);
      if (answer.statusCode !== ask.status) throw new Error(`${ask.url} as ${who}: ${answer.statusCode} ${answer.body}`);
      times[who].push(performance.now() - started);
    }
    const middle = (all: number[]) => ({ wallUs: all.toSorted((a, b) => a - b)[all.length >> 1]! * 1000, cpuUs: 0 });
    return {
      what: `${what}, the middle of ${TRIES} names that somebody has`,
      cost: middle(times.known),
      limit: 'names that nobody has',
      limitCost: middle(times.unknown),
    };
  };
  const rows: Row[] = [];
  for (const ask of [...NOBODY_SIGNED_IN, ...wrongCodes]) rows.push(await timesOf(async () => ask));
  for (const { most, make } of INSIDERS) {
    let current: Asked | undefined;
    rows.push(await timesOf(async (n) => (current = n % most === 0 || !current ? await make(world) : current)));
  }
  await app.close();
  await close();
  return rows;
}
