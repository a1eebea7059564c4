// Contracts for tests: three people, what they do with contracts, and what the contracts hold.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Person } from '#platform/actor';
import { findFile, readFile } from '#platform/files';
import { newId } from '#platform/ids';
import type { Flow } from '#platform/route';
import { openTypesetter } from '#platform/typst-pool';
import { draftFromTemplate } from '../../server/modules/agreements/draft-agreement.ts';
import type { AgreementsPorts } from '../../server/modules/agreements/ports.ts';
import { send } from '../../server/modules/agreements/send-agreement.ts';
import { askCode, sign, toSign } from '../../server/modules/agreements/sign-agreement.ts';
import { TEST_KEYS, type World } from '#test/world';
import { makeActor } from './identity.ts';
import type { TestKey } from './signing.ts';

const phones = ['+79991112201', '+79991112202', '+79991112203'] as const;

/** `people`: who begins contracts, who signs them, a stranger; filled before the first test. */
export function useAgreements(world: World) {
  const folder = mkdtempSync(join(tmpdir(), 'agreements-'));
  const typesetter = openTypesetter({ processes: 1 });
  const ports: AgreementsPorts = { typesetter, files: { dir: folder, ring: TEST_KEYS, clock: () => world.now } };
  const people: Person[] = [];
  beforeAll(
    async () =>
      void people.push(
        ...(await Promise.all(phones.map((phone, n) => makeActor(world, [], { confirmed: true, phone, lastName: ['Наймодателева', 'Жильцов', 'Чужой'][n]! })))),
      ),
  );
  afterAll(async () => {
    await typesetter.stop();
    rmSync(folder, { recursive: true });
  });
  const at = (): string => world.now.toISOString();
  const flowOf = (actor: Person, id = newId(world.now)): Flow => ({ ground: world.ground, db: world.db, actor, now: world.now, id, route: 'test' });
  const reading = (actor: Person) => ({ db: world.db, actor, now: world.now });
  const begin = () =>
    draftFromTemplate(ports, flowOf(people[0]!), { template: 'free', title: 'Соглашение о ключах', text: 'Ключи храним у консьержа\nДубликаты не делаем' });
  const outbox = async <Payload>() =>
    (await world.db.selectFrom('platform.outbox').select('jobs').orderBy('id', 'desc').execute())
      .flatMap(({ jobs }) => jobs as { payload: Payload }[])
      .map(({ payload }) => payload);
  return {
    folder,
    ports,
    people,
    phones,
    at,
    flowOf,
    reading,
    begin,
    async sent(author: 'first' | 'last' | 'no' = 'first', parties: string[] = [phones[1]], days = 7): Promise<string> {
      const { id } = await begin();
      await send(ports, flowOf(people[0]!), { agreementId: id, body: { parties, author, days } });
      return id;
    },
    async byKey(actor: Person, own: TestKey, agreementId: string, id = newId(world.now)) {
      const cms = await own.sign(await toSign(ports, reading(actor), { agreementId, at: at() }), null);
      return sign(ports, flowOf(actor, id), { agreementId, body: { at: at(), cms } });
    },
    async codeFor(actor: Person, agreementId: string): Promise<{ confirmationId: string; code: string }> {
      const { confirmationId } = await askCode(ports, flowOf(actor), { agreementId, body: { at: at() } });
      const payloads = await outbox<{ personId: string; facts: { code?: string } }>();
      return { confirmationId, code: payloads.find(({ personId, facts }) => personId === actor.personId && facts?.code !== undefined)!.facts.code! };
    },
    async fileOf(agreementId: string): Promise<Buffer> {
      const { file_id: fileId } = await world.db.selectFrom('agreements.agreement').select('file_id').where('id', '=', agreementId).executeTakeFirstOrThrow();
      const parts: Buffer[] = [];
      for await (const part of readFile(ports.files, (await findFile(world.db, fileId))!)) parts.push(part);
      return Buffer.concat(parts);
    },
    actionsOf: async (agreementId: string): Promise<string[]> =>
      (await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', agreementId).orderBy('id').execute()).map(
        ({ action }) => action,
      ),
    noticesTo: async (personId: string, kind: string): Promise<number> =>
      (await outbox<{ personIds?: string[]; kind?: string }>()).filter((payload) => payload.kind === kind && payload.personIds?.includes(personId)).length,
  };
}
