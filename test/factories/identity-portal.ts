// A portal for tests of signing in: the real application with the identity module, and people with a known password.
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll } from 'vitest';
import { hashPassword, identify, identityModule, type SecondFactor } from '#modules/identity';
import { makeApp } from '#platform/app';
import type { Module } from '#platform/module';
import type { Order } from '#platform/work';
import { type Browser, openBrowser } from '#test/cookie-browser';
import { makePerson } from './identity.ts';
import { testSettings } from '#test/settings';
import type { World } from '#test/world';

export const PASSWORD = 'верблюд читает счётчик';
export type Resident = { personId: string; login: string; phone: string };

export type Portal = {
  readonly app: FastifyInstance;
  resident(secondFactor?: SecondFactor): Promise<Resident>;
  browser(where?: { ip?: string; agent?: string }): Browser;
  /** The code of the newest message to the person. */
  codeOf(personId: string): Promise<string>;
  /** Password and code: a browser with a session of level 2. */
  enter(resident: Resident, browser?: Browser): Promise<Browser>;
};

/** Call at the top of a test file, after `useWorld`. `more`: modules beside identity. */
export function usePortal(world: World, more: () => readonly Module[] = () => []): Portal {
  let app: FastifyInstance;
  let hash: string;
  let made = 0;
  beforeAll(async () => {
    hash = await hashPassword(PASSWORD);
    const settings = testSettings();
    app = await makeApp({
      settings,
      ground: world.ground,
      modules: [
        identityModule({ publicUrl: settings.publicUrl, files: { dir: settings.dataDir, ring: settings.encryptionKeys, clock: world.ground.clock } }),
        ...more(),
      ],
      identify,
    });
  });
  afterAll(() => app.close());
  const portal: Portal = {
    get app() {
      return app;
    },
    async resident(secondFactor = 'sms') {
      made += 1;
      const [login, phone] = [`resident-${made}`, `+7900000${String(made).padStart(4, '0')}`];
      const { personId } = await makePerson(world, { login, phone, email: `${login}@example.ru`, passwordHash: hash, secondFactor });
      return { personId, login, phone };
    },
    browser: (where) => openBrowser(app, where),
    async codeOf(personId) {
      const rows = await world.db.selectFrom('platform.outbox').select('jobs').orderBy('id', 'desc').limit(200).execute();
      const payloads = rows.flatMap(({ jobs }) => jobs as Order[]).map(({ payload }) => payload as { personId: string; facts: { code: string } });
      return payloads.find((payload) => payload.personId === personId)!.facts.code;
    },
    async enter(resident, browser = openBrowser(app)) {
      const { body } = await browser.post('/api/v1/sign-in', { name: resident.login, password: PASSWORD });
      const second = body['challenge'] === null ? {} : { challenge: body['challenge'] };
      if (body['next'] === 'done') await browser.post('/api/v1/sign-in/code/resend');
      const entered = await browser.post('/api/v1/sign-in/code', { ...second, method: 'code', code: await portal.codeOf(resident.personId) });
      if (entered.status !== 200) throw new Error(`not entered: ${JSON.stringify(entered.body)}`);
      return browser;
    },
  };
  return portal;
}
