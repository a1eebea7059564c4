// Contracts from the first draft to the file with all signatures, through the commands; poppler judges the file where it is.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { beforeAll, expect, test } from 'vitest';
import type { Person } from '#platform/actor';
import { newId } from '#platform/ids';
import { readCms } from '#platform/cms';
import { useAgreements } from '#test/factories/agreements';
import { makeActor } from '#test/factories/identity';
import { makeOrganization } from '#test/factories/housing';
import { makeSigningKey, type TestKey } from '#test/factories/signing';
import { guest, portal, refusalOf, useWorld } from '#test/world';
import { removeDocument } from '#contract/documents';
import { documentsModule, documentsPersonal } from '#modules/documents';
import { readPdfSignatures } from '#modules/signing';
import { identityPersonal } from '#modules/identity';
import { agreementsPersonal } from './agreements.personal.ts';
import { readAgreement, readAgreements } from './agreements.queries.ts';
import { draftFromTemplate } from './draft-agreement.ts';
import { expire, refuseToSign, remind, withdraw } from './end-agreement.ts';
import { giveAgreement } from './give-agreement.ts';
import { send } from './send-agreement.ts';
import { askCode, sign, toSign } from './sign-agreement.ts';
import { checkOfAgreement } from './signing-place.ts';
import './agreements.tables.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const { folder, ports, people, phones, flowOf, reading, sent, begin, at, byKey, codeFor, fileOf, actionsOf, noticesTo } = useAgreements(world);
let [landlord, tenant, stranger]: Person[] = [];
let key: TestKey;
beforeAll(async () => {
  [landlord, tenant, stranger] = people;
  key = await makeSigningKey(world, landlord!);
});
const codeOf = async (work: Promise<unknown>): Promise<string> => (await refusalOf(work)).code;

test('SIGN-2, DOCS-3: one by a key, one by a code, in their order; one file with both signatures and the page of evidence, in the vault of each and known by its code; every step is journalled', async () => {
  const id = await sent();
  const original = await fileOf(id);
  expect(await readAgreement(reading(landlord!), id)).toMatchObject({
    status: 'signing',
    can: { sign: true, refuse: true, withdraw: true, remind: false },
    parties: [
      { place: 1, isMe: true },
      { place: 2, isMe: false },
    ],
  });
  expect(await codeOf(askCode(ports, flowOf(tenant!), { agreementId: id, body: { at: at() } }))).toBe('agreement.notYourTurn');
  const again = newId(world.now);
  expect(await byKey(landlord!, key, id, again)).toEqual({ status: 'signing' });
  expect(await noticesTo(tenant!.personId, 'agreements.turn')).toBe(1);
  const given = await codeFor(tenant!, id);
  expect(await sign(ports, flowOf(tenant!), { agreementId: id, body: { at: at(), ...given } })).toEqual({ status: 'done' });
  const pdf = await fileOf(id);
  expect(pdf.subarray(0, original.length).equals(original)).toBe(true);
  expect(pdf.includes('/DSS')).toBe(true);
  const read = readPdfSignatures(pdf);
  expect(read.ok && read.signatures.map(({ name }) => name?.split(' ')[0])).toEqual(['Наймодателева', 'Жильцов']);
  if (read.ok) for (const { cms, signed } of read.signatures) expect(readCms(cms, signed)!.signers).toMatchObject([{ fault: null }]);
  expect(await actionsOf(id)).toEqual(['agreement.begun', 'agreement.sent', 'agreement.signed', 'agreement.signed', 'agreement.completed']);
  for (const person of [landlord!, tenant!])
    expect(await world.db.selectFrom('documents.document').select(['kind', 'name']).where('person_id', '=', person.personId).execute()).toEqual([
      { kind: 'contract', name: 'Соглашение о ключах' },
    ]);
  expect(await readAgreement(reading(tenant!), id)).toMatchObject({
    status: 'done',
    can: { sign: false, refuse: false, withdraw: false, remind: false },
    parties: [
      { kind: 'key', certificateNumber: expect.stringMatching(/^[0-9A-F]+$/), ownSignatureId: null },
      { kind: 'code', certificateNumber: null, ownSignatureId: null },
    ],
  });
  expect((await readAgreement(reading(landlord!), id)).parties[0]!.ownSignatureId).not.toBeNull();
  const check = checkOfAgreement(world.ground.origin, id);
  const issued = await world.db.selectFrom('documents.issued').select(['kind', 'title', 'sha256', 'person_id']).where('code', '=', check.code).execute();
  expect(issued, 'the public check tells nothing that people wrote').toEqual([
    { kind: 'contract', title: 'Договор, подписанный на портале', sha256: createHash('sha256').update(pdf).digest(), person_id: null },
  ]);
  const { text: printed } = await extractText(await getDocumentProxy(new Uint8Array(original)), { mergePages: true });
  expect(printed).toContain(check.code);
  if (spawnSync('pdfsig', ['--version']).error !== undefined) return;
  writeFileSync(join(folder, 'all.pdf'), pdf);
  expect(
    execFileSync('pdfsig', ['-nocert', 'all.pdf'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).match(/Signature is Valid/g),
  ).toHaveLength(2);
  const text = execFileSync('pdftotext', ['-layout', 'all.pdf', '-'], { cwd: folder, encoding: 'utf8' });
  for (const words of ['Ключи храним у консьержа', 'Страница подписей', '1. Наймодателева', '2. Жильцов']) expect(text).toContain(words);
});

test('SIGN-2, DOCS-1, PRIV-2: one who takes the contract out of the own vault, or leaves the portal, takes it from nobody else', async () => {
  const id = await sent('no');
  expect(await sign(ports, flowOf(tenant!), { agreementId: id, body: { at: at(), ...(await codeFor(tenant!, id)) } })).toEqual({ status: 'done' });
  const pdf = await fileOf(id);
  const copyOf = ({ personId }: Person) =>
    world.db
      .selectFrom('documents.document as d')
      .innerJoin('documents.version as v', 'v.document_id', 'd.id')
      .innerJoin('platform.file as f', 'f.id', 'v.file_id')
      .select(['d.id', 'd.version'])
      .where('d.person_id', '=', personId)
      .orderBy('d.at', 'desc')
      .orderBy('d.id', 'desc')
      .execute();
  const [[own], before] = [await copyOf(tenant!), await copyOf(landlord!)];
  const others = documentsModule({} as never).routes!.find(({ endpoint }) => endpoint === removeDocument)!;
  await world.run(tenant!, (work) =>
    (others.handle as (...given: unknown[]) => Promise<object>)(work, { params: { documentId: own!.id }, body: { version: own!.version } }),
  );
  await world.run(portal, (work) => documentsPersonal.erase!(work, tenant!.personId).then(() => null));
  expect(await copyOf(landlord!)).toEqual(before);
  expect((await fileOf(id)).equals(pdf)).toBe(true);
});

test('PRIV-2: a contract stays while one of its people is here, and goes with its file when the last leaves; an organization’s stays', async () => {
  const [one, two] = [
    await makeActor(world, [], { confirmed: true, phone: '+79991112211' }),
    await makeActor(world, [], { confirmed: true, phone: '+79991112212' }),
  ];
  const made = async () => {
    const { id } = await draftFromTemplate(ports, flowOf(one), { template: 'free', title: 'Между двумя', text: 'Текст' });
    await send(ports, flowOf(one), { agreementId: id, body: { parties: ['+79991112212'], author: 'no', days: 7 } });
    return id;
  };
  const [id, ofOrganization] = [await made(), await made()];
  await world.db
    .updateTable('agreements.agreement')
    .set({ organization_id: await makeOrganization(world) })
    .where('id', '=', ofOrganization)
    .execute();
  const { file_id: fileId } = await world.db.selectFrom('agreements.agreement').select('file_id').where('id', '=', id).executeTakeFirstOrThrow();
  const left = async () => [
    (await world.db.selectFrom('agreements.agreement').select('id').where('id', 'in', [id, ofOrganization]).execute()).map((row) => row.id).sort(),
    (await world.db.selectFrom('platform.file').select('id').where('id', '=', fileId).execute()).length,
  ];
  const leave = async ({ personId }: Person) => {
    await world.run(portal, (work) => identityPersonal.erase!(work, personId).then(() => null));
    await world.run(portal, (work) => agreementsPersonal.erase!(work, personId).then(() => null));
  };
  await leave(one);
  expect(await left()).toEqual([[id, ofOrganization].sort(), 1]);
  await leave(two);
  expect(await left()).toEqual([[ofOrganization], 0]);
});

test('SIGN-2: twenty signatures at once are one; the same request again gets the first answer; a signature of the file before another signed is refused', async () => {
  const id = await sent('last', [phones[1]]);
  const cms = await (await makeSigningKey(world, tenant!)).sign(await toSign(ports, reading(tenant!), { agreementId: id, at: at() }), null);
  const body = { at: at(), cms };
  const own = newId(world.now);
  const many = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) => sign(ports, flowOf(tenant!, n === 0 ? own : newId(world.now)), { agreementId: id, body })),
  );
  expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(
    await world.db
      .selectFrom('signing.signature')
      .select('id')
      .where('person_id', '=', tenant!.personId)
      .where('purpose', '=', 'agreements.sign')
      .where('kind', '=', 'key')
      .execute(),
  ).toHaveLength(1);
  const stale = await key.sign(Buffer.from('другой файл'), null);
  expect(await codeOf(sign(ports, flowOf(landlord!), { agreementId: id, body: { at: at(), cms: stale } }))).toBe('signature.otherContent');
  const late = await key.sign(await toSign(ports, reading(landlord!), { agreementId: id, at: at() }), null);
  expect(
    await codeOf(sign(ports, flowOf(landlord!), { agreementId: id, body: { at: new Date(world.now.getTime() - 3_700_000).toISOString(), cms: late } })),
  ).toBe('agreement.tooLong');
  const repeated = newId(world.now);
  const once = { agreementId: id, body: { at: at(), cms: late } };
  expect(await sign(ports, flowOf(landlord!, repeated), once)).toEqual({ status: 'done' });
  expect(await sign(ports, flowOf(landlord!, repeated), once)).toEqual({ status: 'done' });
});

test('SIGN-2: a code for one contract signs no other, a wrong one is counted', async () => {
  const [one, other] = [await sent('no'), await sent('no')];
  const given = await codeFor(tenant!, one);
  expect(await codeOf(sign(ports, flowOf(tenant!), { agreementId: one, body: { at: at(), confirmationId: given.confirmationId, code: '000000' } }))).toBe(
    'confirm.wrong',
  );
  expect(await codeOf(sign(ports, flowOf(tenant!), { agreementId: other, body: { at: at(), ...given } }))).toBe('confirm.otherContent');
  expect(await sign(ports, flowOf(tenant!), { agreementId: one, body: { at: at(), ...given } })).toEqual({ status: 'done' });
});

test('SIGN-2: refused with a reason, withdrawn, reminded once a day, over after its term: each told to the others, nothing is signed after', async () => {
  const refused = await sent('no');
  expect(await codeOf(world.run(landlord!, (work) => refuseToSign(work, refused, 'Не моё дело')))).toBe('agreement.notNow');
  await world.run(tenant!, (work) => refuseToSign(work, refused, 'Плата выше, чем говорили'));
  expect(await readAgreement(reading(landlord!), refused)).toMatchObject({
    status: 'refused',
    reason: 'Плата выше, чем говорили',
    parties: [{ state: 'refused' }],
  });
  expect(await noticesTo(landlord!.personId, 'agreements.ended')).toBe(1);
  expect(await codeOf(askCode(ports, flowOf(tenant!), { agreementId: refused, body: { at: at() } }))).toBe('agreement.notNow');

  const waiting = await sent('no', [phones[1]], 2);
  await world.run(landlord!, (work) => remind(work, waiting));
  expect(await codeOf(world.run(landlord!, (work) => remind(work, waiting)))).toBe('agreement.remindedToday');
  expect(await codeOf(world.run(tenant!, (work) => remind(work, waiting)))).toBe('object.notFound');
  const back = await sent('no');
  expect(await codeOf(world.run(tenant!, (work) => withdraw(work, back)))).toBe('object.notFound');
  await world.run(landlord!, (work) => withdraw(work, back));
  expect(await codeOf(world.run(landlord!, (work) => withdraw(work, back)))).toBe('agreement.notNow');

  const start = world.now;
  world.now = new Date(start.getTime() + 2 * 86_400_000);
  expect(await codeOf(toSign(ports, reading(tenant!), { agreementId: waiting, at: at() }))).toBe('agreement.notNow');
  const context = { ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } };
  await expire(context);
  await expire(context);
  expect((await readAgreement(reading(tenant!), waiting)).status).toBe('expired');
  expect((await actionsOf(waiting)).filter((action) => action === 'agreement.expired')).toHaveLength(1);
  world.now = start;
});

test('SIGN-2: to a stranger it is not there; a draft only to its author; an organization’s to whoever leads it', async () => {
  const { id: draft } = await begin();
  const waiting = await sent('no');
  for (const [actor, id] of [
    [stranger!, waiting],
    [tenant!, draft],
    [stranger!, draft],
  ] as const) {
    expect(await codeOf(readAgreement(reading(actor), id))).toBe('object.notFound');
    expect(await codeOf(send(ports, flowOf(actor), { agreementId: id, body: { parties: [phones[0]], author: 'no', days: 3 } }))).toBe('object.notFound');
    expect(await codeOf(toSign(ports, reading(actor), { agreementId: id, at: at() }))).toBe('object.notFound');
  }
  expect((await readAgreements(reading(stranger!))).agreements).toEqual([]);
  expect(await codeOf(readAgreements({ ...reading(landlord!), actor: guest }))).toBe('auth.required');
  const organizationId = await makeOrganization(world);
  const manager = await makeActor(world, [{ role: 'manager', organizationId }]);
  const body = { template: 'free', title: 'Договор управления', text: 'Управляем', organizationId } as const;
  expect(await codeOf(draftFromTemplate(ports, flowOf(landlord!), body))).toBe('object.notFound');
  const { id } = await draftFromTemplate(ports, flowOf(manager), body);
  const colleague = await makeActor(world, [{ role: 'manager', organizationId }]);
  expect((await readAgreements(reading(colleague))).agreements.map((one) => one.id)).toEqual([id]);
});

test('SIGN-2: what is wrong is said by field: templates, unknown and doubled parties; sent once', async () => {
  const fields = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);
  expect(await fields(draftFromTemplate(ports, flowOf(landlord!), { template: 'free', title: ' ', text: '' }))).toEqual(['/title', '/text']);
  expect(
    await fields(
      draftFromTemplate(ports, flowOf(landlord!), {
        template: 'rent',
        address: 'Липовая, 14',
        fromDay: '2026-12-01',
        toDay: 'скоро',
        monthly: 'много',
        payDay: '40',
      }),
    ),
  ).toEqual(['/toDay', '/monthly', '/payDay']);
  expect(
    await fields(
      draftFromTemplate(ports, flowOf(landlord!), {
        template: 'rent',
        address: 'Липовая, 14',
        fromDay: '2026-12-01',
        toDay: '2026-11-01',
        monthly: '25 000',
        payDay: '5',
      }),
    ),
  ).toEqual(['/toDay']);
  const { id } = await draftFromTemplate(ports, flowOf(landlord!), {
    template: 'rent',
    address: 'Липовая, 14',
    fromDay: '2026-12-01',
    toDay: '2027-11-01',
    monthly: '25 000',
    payDay: '5',
  });
  expect(
    await fields(
      send(ports, flowOf(landlord!), {
        agreementId: id,
        body: { parties: ['не человек!', '+79990000001', phones[1], phones[1], phones[0]], author: 'first', days: 7 },
      }),
    ),
  ).toEqual(['/parties/0', '/parties/1', '/parties/3', '/parties/4']);
  const many = await Promise.allSettled(
    Array.from({ length: 5 }, () => send(ports, flowOf(landlord!), { agreementId: id, body: { parties: [phones[1]], author: 'no', days: 7 } })),
  );
  expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await world.db.selectFrom('agreements.party').select('place').where('agreement_id', '=', id).execute()).toHaveLength(1);
});

test('AUTH-10, SIGN-2: who tries one telephone after another to learn whose are on the portal is slowed, at once too; whom the portal knows is never counted', async () => {
  const [prying, honest] = [await makeActor(world), await makeActor(world)];
  const { id } = await draftFromTemplate(ports, flowOf(prying), { template: 'free', title: 'Договор', text: 'Текст' });
  const naming = (numbers: readonly string[], agreementId = id, actor = prying) =>
    refusalOf(send(ports, flowOf(actor), { agreementId, body: { parties: [...numbers], author: 'no', days: 7 } }));
  const strange = (n: number) => `+7999${String(n).padStart(7, '0')}`;
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => naming([strange(n)])));
  expect(
    answers.filter(({ code }) => code === 'input.invalid'),
    'told of as many as are free, and of no more',
  ).toHaveLength(5);
  expect(answers.filter(({ code }) => code === 'limit.exceeded')).toHaveLength(15);
  expect((await naming([phones[1]])).code, 'while one waits, a known number is answered like an unknown one').toBe('limit.exceeded');
  const other = await draftFromTemplate(ports, flowOf(honest), { template: 'free', title: 'Договор', text: 'Текст' });
  for (let n = 0; n < 10; n += 1) expect((await naming([phones[0], phones[0]], other.id, honest)).fields).toMatchObject([{ pointer: '/parties/1' }]);
});

test('SIGN-2, HOME-5: a contract of the demo town is a real one: sealed signatures in its file, the next party signs it further', async () => {
  const known = { template: 'free', authorId: landlord!.personId, days: 5, parties: [tenant!.personId, landlord!.personId] } as const;
  const give = (title: string, signed: number) =>
    world.run(portal, (work) => giveAgreement(work, ports, { ...known, fields: { title, text: 'Ключи у соседа' }, signed }));
  const [waiting, done] = [(await give('О ключах', 1)).agreementId, (await give('О кладовой', 2)).agreementId];
  expect(await readAgreement(reading(landlord!), waiting)).toMatchObject({
    status: 'signing',
    can: { sign: true },
    parties: [{ state: 'signed', kind: 'code' }, { state: 'waiting' }],
  });
  expect(await byKey(landlord!, key, waiting)).toEqual({ status: 'done' });
  expect(await readAgreement(reading(tenant!), done)).toMatchObject({ status: 'done' });
  for (const id of [waiting, done]) {
    const read = readPdfSignatures(await fileOf(id));
    expect(read.ok && read.signatures.map(({ cms, signed }) => readCms(cms, signed)!.signers[0]!.fault)).toEqual([null, null]);
  }
  await expect(world.run(portal, (work) => giveAgreement(work, ports, { ...known, fields: { title: '' }, signed: 0 }))).rejects.toThrow('/title,/text');
});
