// The life of a claim against the database: handed in, checked by the registers, confirmed or handed over, decided, begun again.
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import type { PaperKind } from '#contract/ownership';
import { ownersOf } from '#modules/housing';
import { personsWithRole } from '#modules/identity';
import { readPdfSignatures } from '#modules/signing';
import { readDetachedCms } from '#platform/cms';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { openTypesetter } from '#platform/typst-pool';
import type { RegisterObject as StandInObject } from '#stand-ins/registers/extract-xml';
import { asTold, found, scripted, silent, useClaims } from '#test/factories/begun-claims';
import { makeClaimedFlat, makeExtract, OWNER_HOLDER } from '#test/factories/claims';
import { makeActor, withCode } from '#test/factories/identity';
import { refusalOf, useWorld } from '#test/world';
import { zipOf } from '#test/zip';
import { tryConfirmation } from '#modules/identity';
import { bytesOf, putPapers, receivePapers } from './claim-papers.ts';
import { claimScope, countWaitingClaims, readClaim, readClaims, readWorkClaim, workClaimList, paperWithin, certificateFile } from './claims.queries.ts';
import { decideClaim } from './decide-claim.ts';
import { makeCertificate } from './make-certificate.ts';
import { reopenClaim, startClaim, withdrawClaim } from './start-claim.ts';
import { askClaimCode, submitClaim } from './submit-claim.ts';
import { escalateJob, forgetJob } from './watch-claims.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const typst = openTypesetter({ processes: 1 });
afterAll(() => typst.stop());
const { begun, context, reading, reviewerOf } = useClaims(world);

test('OWN-2, OWN-4, OWN-5, DOCS-3: a claim that matches the register is confirmed by itself: record of owners, role, signed certificate with its code, in the vault too, every step in the journal', async () => {
  const flat = await makeClaimedFlat(world, { before: 'Прежний Иван Петрович' });
  const claim = await begun(flat);
  const reviewer = await reviewerOf();
  expect(await claim.submit()).toEqual({ status: 'submitted' });
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({ checkBy: '2026-11-17', silent: [] });
  await claim.check();
  expect(await claim.status()).toBe('checking');
  await claim.check();
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({
    status: 'confirmed',
    share: { numerator: 1, denominator: 1 },
    certificate: { isReady: false },
  });
  const { houseId, premisesId } = flat.home;
  expect(await ownersOf(world.db, houseId, [premisesId], '2026-11-12')).toMatchObject([
    { personId: flat.owner.personId, name: OWNER_HOLDER.name, confirmed: true, fromDay: '2021-06-18' },
  ]);
  expect(await ownersOf(world.db, houseId, [premisesId], '2021-06-17')).toMatchObject([{ name: 'Прежний Иван Петрович' }]);
  expect((await personsWithRole(world.db, { roles: ['owner'], premisesIds: [premisesId] }, world.now)).map(({ personId }) => personId)).toEqual([
    flat.owner.personId,
  ]);
  expect(await world.db.selectFrom('ownership.burden').select('words').where('premises_id', '=', premisesId).execute()).toEqual([{ words: 'Ипотека' }]);

  const pdfs: object[] = [];
  const typesetter: Parameters<typeof makeCertificate>[0]['typesetter'] = {
    ...typst,
    pdf: (template, data, given) => (pdfs.push(data), typst.pdf(template, data, given)),
  };
  for (let n = 0; n < 2; n++) await makeCertificate({ files: claim.store, typesetter, publicUrl: new URL('https://moidom.example') }, context(), claim.key);
  expect([pdfs.length, JSON.stringify(pdfs[0])]).toEqual([1, expect.stringContaining('Ветров Артём Игоревич')]);
  const { certificate } = await readClaim(reading(flat.owner), claim.key, null);
  expect(certificate).toMatchObject({ isReady: true });
  expect(await world.db.selectFrom('documents.issued').select(['number', 'kind', 'person_id']).where('code', '=', certificate!.code).execute()).toEqual([
    { number: certificate!.number, kind: 'certificate', person_id: flat.owner.personId },
  ]);
  const [paper] = await world.db
    .selectFrom('documents.document as d')
    .innerJoin('documents.version as v', 'v.document_id', 'd.id')
    .select(['d.kind', 'd.name', 'd.number', 'd.dated_on', 'v.file_id'])
    .where('d.person_id', '=', flat.owner.personId)
    .execute();
  expect(paper).toMatchObject({
    kind: 'certificate',
    name: expect.stringContaining('Справка о владении'),
    number: certificate!.number,
    dated_on: '2026-11-12',
    file_id: (await certificateFile(reading(flat.owner), claim.key)).id,
  });
  const file = await bytesOf(claim.store, await certificateFile(reading(flat.owner), claim.key));
  const read = readPdfSignatures(file);
  const [signature] = read.ok ? read.signatures : [];
  expect(
    signature && [
      signature.covers,
      readDetachedCms(signature.cms, signature.signed).ok,
      readDetachedCms(signature.cms, Buffer.concat([signature.signed, Buffer.from('x')])).ok,
    ],
  ).toEqual([file.length, true, false]);
  expect((await refusalOf(certificateFile(reading(reviewer), claim.key))).code).toBe('object.notFound');

  const actions = (await world.db.selectFrom('platform.journal_line').select('action').where('object_id', '=', claim.claimId).orderBy('id').execute())
    .map(({ action }) => action)
    .filter((action) => action.startsWith('claim.'));
  expect(actions).toEqual(['claim.started', 'claim.paperAdded', 'claim.paperAdded', 'claim.submitted', 'claim.passed', 'claim.confirmed', 'claim.certified']);
  const events = (await world.db.selectFrom('platform.outbox').select('events').execute())
    .flatMap(({ events: all }) => all as { kind: string; data: { claimId?: string }; audiences: string[] }[])
    .filter(({ kind, data }) => kind === 'claim.changed' && data.claimId === claim.claimId);
  expect(events.at(-1)!.audiences).toContain(`person:${reviewer.personId}`);
  await forgetJob.run(context(), {});
  expect((await readClaim(reading(flat.owner), claim.key, null)).papers.map(({ isKept }) => isKept)).toEqual([false, false]);
  expect((await refusalOf(world.run(flat.owner, (work) => startClaim(work, { cadastralNumber: flat.object.cadastralNumber })))).code).toBe('claims.already');
});

test('OWN-1, OWN-2: the archive of the register puts the extract and its signature into their fields, and the claim is checked by them; rubbish is named by the field and keeps nothing', async () => {
  const flat = await makeClaimedFlat(world);
  const claim = await begun(flat, { otherFile: true });
  const good = await makeExtract(world, claim.store, flat.object);
  const send = (content: Buffer, kind: PaperKind = 'extract') =>
    receivePapers(claim.store, kind, { content: Readable.from([content]), name: 'выписка.zip', mediaType: 'application/zip' });
  const archive = await zipOf({ 'v/v.xml': await bytesOf(claim.store, good.extract), 'v/v.xml.sig': await bytesOf(claim.store, good.signature) });
  const faults = await Promise.all([send(await zipOf({ 'a.txt': 'x' })), send(await zipOf({ 'a.xml': '<bill/>' }))].map(refusalOf));
  expect(faults.map(({ fields }) => fields.map(({ pointer, code }) => [pointer, code]))).toEqual([
    [['/extract', 'extract.archiveEmpty']],
    [['/extract', 'extract.root']],
  ]);
  expect((await refusalOf(send(archive, 'signature'))).code).toBe('file.type');
  expect((await refusalOf(send(archive.subarray(0, 100)))).code).toBe('file.damaged');
  const papers = await send(archive);
  expect(papers.map(({ kind, file }) => [kind, file.name])).toEqual([
    ['extract', 'v.xml'],
    ['signature', 'v.xml.sig'],
  ]);
  const stranger = await makeActor(world);
  expect((await refusalOf(world.run(stranger, (work) => putPapers(work, claim.key, papers)))).code).toBe('object.notFound');
  const id = newId(world.now);
  for (let n = 0; n < 2; n++) await world.run(flat.owner, (work) => putPapers(work, claim.key, papers), id, { archive: 1 });
  await claim.submit();
  for (let n = 0; n < 2; n++) await claim.check();
  expect(await claim.status()).toBe('confirmed');
});

test('OWN-2: a register that is silent is asked again with growing pauses; after three working days a person takes over; the papers too may wait', async () => {
  const flat = await makeClaimedFlat(world);
  const claim = await begun(flat);
  await reviewerOf();
  await claim.submit();
  const away = scripted(flat.object, { property: async () => silent });
  await claim.check(away);
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({ status: 'submitted', silent: ['property'] });
  const tries = async () => await world.db.selectFrom('ownership.claim').select(['tries', 'try_at']).where('id', '=', claim.claimId).executeTakeFirstOrThrow();
  expect([(await tries()).tries, Date.parse((await tries()).try_at!) - world.now.getTime()]).toEqual([1, 60_000]);
  await claim.check(away);
  expect((await tries()).tries).toBe(1); // its time has not come
  const start = world.now;
  world.now = new Date(start.getTime() + 120_000);
  await claim.check();
  expect(await claim.status()).toBe('checking');
  await claim.check(scripted(flat.object, { taxpayer: async () => silent }));
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({ status: 'checking', silent: ['tax'] });
  world.now = new Date('2026-11-18T09:00:00Z');
  await claim.check(scripted(flat.object, { taxpayer: async () => silent }));
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({ status: 'reviewer', decideBy: '2026-11-25' });
  world.now = start;
});

const wrongs: readonly [string, Parameters<typeof makeExtract>[3], string, ((object: StandInObject) => StandInObject)?][] = [
  ['an old extract', { day: '2026-10-12' }, 'age'],
  ['a hidden holder', { hidden: true }, 'owner'],
  ['a revoked signer', { signedBy: 'revoked' }, 'signature'],
  ['the signature of another file', { otherFile: true }, 'signature'],
  [
    'another person’s extract',
    {},
    'owner',
    (object) => ({ ...object, rights: [{ ...object.rights[0]!, holders: [{ name: 'Чужая Анна Олеговна', birthDay: '1980-01-01' }] }] }),
  ],
  [
    'shares over the whole',
    {},
    'shares',
    (object) => ({
      ...object,
      rights: [
        { ...object.rights[0]!, share: { numerator: 2, denominator: 3 } },
        { ...object.rights[0]!, number: 'другое', share: { numerator: 2, denominator: 3 }, holders: [{ name: 'Чужая Анна Олеговна' }] },
      ],
    }),
  ],
];
test('OWN-2, OWN-3: what differs goes to a reviewer with the fields side by side and five working days', async () => {
  const reviewer = await reviewerOf();
  for (const [what, more, name, change] of wrongs) {
    const flat = await makeClaimedFlat(world);
    const claim = await begun(flat, more, change?.(flat.object));
    await claim.submit();
    await claim.check();
    expect(await claim.status(), what).toBe('reviewer');
    const seen = await readWorkClaim(world.ground, reading(reviewer), claim.key);
    expect(
      seen.compared.filter(({ isSame }) => !isSame).map((one) => one.name),
      what,
    ).toContain(name);
    expect(seen).toMatchObject({ person: OWNER_HOLDER.name, signedBy: 'code', claim: { decideBy: '2026-11-19', can: { decide: true } } });
  }
  expect(await countWaitingClaims(world.db, reviewer)).toBeGreaterThanOrEqual(wrongs.length);
  expect((await readList(world.db, workClaimList, claimScope(reviewer), { status: ['reviewer'] })).rows[0]).toMatchObject({
    status: 'reviewer',
    decideBy: expect.any(String),
  });
});

test('OWN-3, OWN-4: the reviewer asks for more, refuses with what is wrong; the claim is begun again with what was right, and confirmed', async () => {
  const flat = await makeClaimedFlat(world, { share: { numerator: 1, denominator: 2 } });
  const claim = await begun(flat, { day: '2026-10-01' });
  const reviewer = await reviewerOf();
  await claim.submit();
  await claim.check();
  const decide = async (body: Omit<Parameters<typeof decideClaim>[2], 'version'>) => {
    const version = await claim.version();
    return world.run(reviewer, (work) => decideClaim(work, claim.key, { version, ...body }));
  };
  expect((await refusalOf(decide({ decision: 'refuse', reason: ' ' }))).fields.map(({ pointer }) => pointer)).toEqual(['/reason']);
  expect(await decide({ decision: 'ask', reason: 'Приложите план помещения' })).toEqual({ status: 'asked' });
  expect((await refusalOf(decide({ decision: 'refuse', reason: 'ещё раз' }))).code).toBe('claims.closed');
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({ reply: 'Приложите план помещения', can: { change: true, answer: true } });
  expect(await claim.submit(newId(world.now), 'План не нужен')).toEqual({ status: 'reviewer' });
  expect((await readWorkClaim(world.ground, reading(reviewer), claim.key)).comment).toBe('План не нужен');
  expect(await decide({ decision: 'refuse', reason: 'Выписка старая', wrong: ['extract'] })).toEqual({ status: 'refused' });
  const refused = await readClaim(reading(flat.owner), claim.key, null);
  expect([refused.papers.map(({ kind, problem }) => [kind, problem]), refused.can.reopen]).toEqual([
    [
      ['extract', 'Выписка старая'],
      ['signature', null],
    ],
    true,
  ]);
  const seen = await claim.version();
  expect(await world.run(flat.owner, (work) => reopenClaim(work, claim.key, { version: seen }))).toEqual({ status: 'draft' });
  expect((await refusalOf(claim.submit())).fields.map(({ pointer }) => pointer)).toEqual(['/extract']);
  await claim.put(await makeExtract(world, claim.store, flat.object));
  await claim.submit();
  for (let n = 0; n < 2; n++) await claim.check();
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({ status: 'confirmed', share: { numerator: 1, denominator: 2 } });
  expect(
    (await ownersOf(world.db, flat.home.houseId, [flat.home.premisesId], '2026-11-12')).map(({ name, share, personId }) => [name, share.numerator, personId]),
  ).toEqual([
    ['Ветров Артём Игоревич', 1, flat.owner.personId],
    ['Другая Мария Ивановна', 1, null],
  ]);
});

test('OWN-3: without a right in the register the reviewer writes the share by the papers; more than the whole is refused by name', async () => {
  const flat = await makeClaimedFlat(world, { before: 'Прежний Иван Петрович' });
  const claim = await begun(flat);
  const reviewer = await reviewerOf();
  await claim.submit();
  await claim.check(scripted(null));
  const version = await claim.version();
  const confirm = (more: object) =>
    world.run(reviewer, (work) => decideClaim(work, claim.key, { version, decision: 'confirm', reason: 'По договору', ...more }));
  expect((await refusalOf(confirm({ share: 'половина' }))).fields.map(({ pointer }) => pointer)).toEqual(['/share', '/registeredOn']);
  expect((await refusalOf(confirm({ share: '1/2', registeredOn: '2020-02-02' }))).code).toBe('owners.over');
  const other = await makeClaimedFlat(world);
  const empty = await begun(other);
  await empty.submit();
  await empty.check(scripted(null));
  const seen = await empty.version();
  expect(
    await world.run(reviewer, (work) =>
      decideClaim(work, empty.key, { version: seen, decision: 'confirm', reason: 'По договору', share: '1/2', registeredOn: '2020-02-02' }),
    ),
  ).toEqual({ status: 'confirmed' });
  expect(await ownersOf(world.db, other.home.houseId, [other.home.premisesId], '2020-02-02')).toMatchObject([
    { share: { numerator: 1, denominator: 2 }, personId: other.owner.personId },
  ]);
});

test('OWN-1, X-8: strangers and reviewers before handing in find nothing; nobody reviews a claim of one’s own; a claim of nobody known is not taken', async () => {
  const flat = await makeClaimedFlat(world);
  const claim = await begun(flat);
  const [stranger, reviewer] = [await makeActor(world), await reviewerOf()];
  const extract = { ...claim.key, kind: 'extract' as const };
  for (const actor of [stranger, reviewer]) {
    for (const call of [
      () => readClaim(reading(actor), claim.key, null),
      () => readWorkClaim(world.ground, reading(actor), claim.key),
      () => paperWithin(world.ground, reading(actor), extract),
      () => world.run(actor, (work) => withdrawClaim(work, claim.key, { version: 3 })),
      () => world.run(actor, (work) => decideClaim(work, claim.key, { version: 3, decision: 'refuse', reason: 'x' })),
    ]) {
      expect((await refusalOf(call())).code).toBe('object.notFound');
    }
  }
  expect((await readClaims(reading(stranger))).claims).toEqual([]);
  expect((await refusalOf(world.run(flat.owner, (work) => startClaim(work, { cadastralNumber: flat.object.cadastralNumber })))).code).toBe('claims.open');
  expect((await refusalOf(world.run(stranger, (work) => startClaim(work, { cadastralNumber: '66:41' })))).fields.map(({ pointer }) => pointer)).toEqual([
    '/cadastralNumber',
  ]);
  expect((await refusalOf(world.run(stranger, (work) => startClaim(work, { ...flat.home })))).code).toBe('object.notFound');
  await claim.submit();
  await claim.check(scripted(null));
  const own = { ...flat.owner, grants: [{ role: 'reviewer' as const, premisesId: null, houseId: null, organizationId: null }] };
  expect((await refusalOf(readWorkClaim(world.ground, reading(own), claim.key))).code).toBe('object.notFound');
  expect((await refusalOf(world.run(own, (work) => decideClaim(work, claim.key, { version: 5, decision: 'confirm', reason: 'x' })))).code).toBe(
    'object.notFound',
  );
  const unknown = await makeActor(world);
  const { houseId, claimId } = await world.run(unknown, (work) => startClaim(work, { cadastralNumber: flat.object.cadastralNumber }));
  expect((await refusalOf(world.run(unknown, (work) => askClaimCode(work, { houseId, claimId }, { version: 1 })))).code).toBe('claims.notConfirmed');
});

test('OWN-5: handed in twice it is handed in once; a step raced by twenty is taken once; what a check saw too late changes nothing', async () => {
  const flat = await makeClaimedFlat(world);
  const claim = await begun(flat);
  const reviewer = await reviewerOf();
  const first = await world.run(flat.owner, (work) => withCode(work, (inner) => askClaimCode(inner, claim.key, { version: 3 })));
  const given = { version: 3, confirmationId: first.answer.confirmationId, code: first.code };
  await tryConfirmation(world.ground, flat.owner, given);
  const id = newId(world.now);
  const answers = await Promise.all(Array.from({ length: 5 }, () => world.run(flat.owner, (work) => submitClaim(work, claim.key, given), id, given)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['submitted']));
  expect((await refusalOf(world.run(flat.owner, (work) => submitClaim(work, claim.key, given)))).code).toBe('claims.closed');
  // The person takes it back while the register is being asked: the answer comes too late.
  const slow = scripted(flat.object, {
    property: async () => {
      const version = await claim.version();
      await world.run(flat.owner, (work) => withdrawClaim(work, claim.key, { version }));
      return found(asTold(flat.object));
    },
  });
  await claim.check(slow);
  expect(await claim.status()).toBe('withdrawn');
  const papers = await readClaim(reading(flat.owner), claim.key, null);
  expect(papers.papers.every(({ isKept }) => !isKept)).toBe(true);

  const again = await begun(flat);
  await again.submit();
  await Promise.all(Array.from({ length: 20 }, () => again.check()));
  await Promise.all(Array.from({ length: 20 }, () => again.check()));
  expect(await again.status()).toBe('confirmed');
  expect(await world.db.selectFrom('housing.ownership').select('id').where('premises_id', '=', flat.home.premisesId).execute()).toHaveLength(1);

  const other = await makeClaimedFlat(world);
  const raced = await begun(other, { day: '2026-01-01' });
  await raced.submit();
  await raced.check();
  const version = await raced.version();
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => world.run(reviewer, (work) => decideClaim(work, raced.key, { version, decision: 'refuse', reason: 'старая' }))),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('OWN-3: a decision that is late is told once to those who answer for the reviewers', async () => {
  const flat = await makeClaimedFlat(world);
  const claim = await begun(flat, { day: '2026-01-01' });
  const operator = await makeActor(world, [{ role: 'operator' }]);
  await claim.submit();
  await claim.check();
  const start = world.now;
  world.now = new Date('2026-11-20T09:00:00Z');
  for (let n = 0; n < 2; n++) await escalateJob.run(context(), {});
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({ isLate: true });
  const told = (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as { payload: { kind?: string; personIds?: string[]; facts?: { address?: string } } }[])
    .filter(({ payload }) => payload.kind === 'work.claimLate' && payload.personIds?.includes(operator.personId));
  expect(told.length).toBeGreaterThan(0);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('object_id', '=', claim.claimId)
    .where('action', '=', 'claim.escalated')
    .execute();
  expect(lines).toHaveLength(1);
  world.now = start;
});
