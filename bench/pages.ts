// The built web app in process: a page as the browser gets it, beside the API call it stands on and a bare render of as much HTML.
import fs from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { personActor, type World } from '#test/world';
import { testSettings } from '#test/settings';
import { fillDemoTown } from '../demo/fill-town.ts';
import { demoPeople } from '../demo/people.ts';
import { DEMO_SEED, makeTown } from '../demo/town.ts';
import { composeModules } from '../server/compose.ts';
import { makeApp } from '../server/platform/app.ts';
import { addPages } from '../server/platform/pages.ts';
import { dayIn } from '../server/platform/time.ts';
import { costOf, inParallel, type Row } from './ratio.ts';

const WEB_BUILD = path.join(import.meta.dirname, '..', 'web', 'build');
/** Enough that the first, thrown away round makes a server of it that has answered for a while. */
const UNITS = 1_000;
const ROUNDS = 3;
const LANES = 4;

/** Pages of a person with two homes in the demo town. Nothing when the web app was not built. */
export async function benchPages(world: World): Promise<Row[]> {
  if (!fs.existsSync(path.join(WEB_BUILD, 'server', 'index.js'))) {
    console.error('The web app is not built: pages are not measured.');
    return [];
  }
  const settings = testSettings();
  await fillDemoTown({ databaseUrl: world.appUrl, migrateDatabaseUrl: world.ownerUrl, encryptionKeys: world.ground.masterKeys });
  const actor = ownerOfTwo();
  const { houseId, premisesId } = actor.grants[0]!;
  const { modules, close } = composeModules(settings, world.ground);
  const app = await makeApp({ settings, ground: world.ground, modules, identify: async () => actor, addressLimit: { perSecond: 1e6, burst: 1e6 } });
  await addPages(app, settings, WEB_BUILD);
  const rows = [
    ...(await benchPage(app, 'start page', { page: '/', api: '/api/v1/start' })),
    ...(await benchPage(app, 'charges of a month of two homes', { page: '/charges', api: '/api/v1/charges' })),
    ...(await benchPage(app, 'meters of a home', { page: '/meters', api: `/api/v1/homes/${houseId}/${premisesId}/meters` })),
  ];
  await app.close();
  await close();
  return rows;
}

function ownerOfTwo() {
  const town = makeTown(dayIn('Asia/Yekaterinburg', new Date()));
  const { personId, roles } = demoPeople(DEMO_SEED).find(({ key }) => key === 'galina')!;
  const grants = roles.map(({ role, home }) => {
    const { houseId, premisesId } = town.premises.find((one) => one.houseKey === home![0] && one.number === home![1])!;
    return { role, houseId, premisesId, organizationId: null };
  });
  return { ...personActor(personId), grants };
}

async function benchPage(app: FastifyInstance, what: string, urls: { page: string; api: string }): Promise<Row[]> {
  const bytes = await get(app, urls.page);
  const page = await costOf(UNITS, (units) => inParallel(units, LANES, () => get(app, urls.page)), ROUNDS);
  const api = await costOf(UNITS, (units) => inParallel(units, LANES, () => get(app, urls.api)), ROUNDS);
  const bare = await costOf(UNITS, (units) => inParallel(units, LANES, async () => bareHtml(bytes)), ROUNDS);
  const words = `${what}: ${Math.round(bytes / 1024)} KB, ${Math.round(1e6 / page.cpuUs)} pages for a second of CPU`;
  return [
    { what: words, cost: page, limit: 'the API call it stands on', limitCost: api },
    { what: `… ${what}`, cost: page, limit: 'renderToString of as much HTML', limitCost: bare },
  ];
}

/** Takes the page as the bytes that would go into a socket: making a text of them again would be the client's work. */
async function get(app: FastifyInstance, url: string): Promise<number> {
  const answer = await app.inject({ method: 'GET', url, headers: { cookie: 'sid=bench', accept: 'text/html' }, payloadAsStream: true });
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
  let bytes = 0;
  for await (const piece of answer.stream()) bytes += (piece as Buffer).length;
  return bytes;
}

const ROW_BYTES = Buffer.byteLength(renderToString(bareRow(0)));

function bareRow(n: number) {
  const cell = (key: string, text: string) => createElement('td', { key, className: 'num' }, text);
  return createElement('tr', { key: n }, [cell('a', `Отопление ${n}`), cell('b', 'октябрь 2026'), cell('c', '4 837,99 ₽'), cell('d', 'не оплачено')]);
}

const bareHtml = (bytes: number): string =>
  renderToString(
    createElement(
      'table',
      null,
      createElement(
        'tbody',
        null,
        Array.from({ length: Math.ceil(bytes / ROW_BYTES) }, (_, n) => bareRow(n)),
      ),
    ),
  );
