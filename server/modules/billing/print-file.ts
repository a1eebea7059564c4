// All bills of a house for a month as files to print, a hundred bills each: ordered by staff, made by a job.
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { formatMonth } from '#contract/russian';
import { housesByIds } from '#modules/housing';
import { accountsOfHouse, lookAtAccounts } from '#modules/ledger';
import { type Actor, organizationsOf } from '#platform/actor';
import { found, Refusal, refuse } from '#platform/errors';
import { findFile, keepFile, type KeptFile, receiveFile } from '#platform/files';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import { openProgress, progressOf, startProgress } from '#platform/progress';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Ground, runAsSystem, type Work } from '#platform/work';
import type { BillRow } from './bill-of-account.ts';
import { sheetOf, typeset } from './bill-files.ts';
import { registerBills } from './bill-papers.ts';
import { drawBills } from './draw-bills.ts';
import type { BillingPorts } from './ports.ts';
import './billing.tables.ts';

const TEMPLATE = new URL('bills.typ', import.meta.url);
const BILLS_A_FILE = 100;
const FILE_LIMIT = 200 * 1_048_576;

type Printed = { houseId: string; period: string; organizationIds: string[]; organizationId: string; progressId: string };

const staffOf = (actor: Actor): string[] => organizationsOf(actor, ['accountant', 'manager']);

const billsToPrint = (db: Db, { houseId, period, organizationIds }: Pick<Printed, 'houseId' | 'period' | 'organizationIds'>) =>
  db
    .selectFrom('billing.bill')
    .where('house_id', '=', houseId)
    .where('period', '=', `${period}-01`)
    .where('is_void', '=', false)
    .where('organization_id', '=', sql<string>`any(${organizationIds}::uuid[])`);

/** Orders the files of the bills of the caller's organizations in the house. Refuses object.notFound for a house without any, printFile.empty for a month without. */
export async function orderPrint(work: Work, { houseId, period }: { houseId: string; period: string }): Promise<{ progressId: string; bills: number }> {
  const organizationIds = staffOf(work.actor);
  const [house] = await housesByIds(work.tx, [houseId]);
  const any = await work.tx
    .selectFrom('billing.bill')
    .select('organization_id')
    .where('house_id', '=', houseId)
    .where('organization_id', '=', sql<string>`any(${organizationIds}::uuid[])`)
    .limit(1)
    .executeTakeFirst();
  if (!house || (!any && !organizationIds.includes(house.managerId))) refuse('object.notFound');
  const { n } = await billsToPrint(work.tx, { houseId, period, organizationIds })
    .select((on) => on.fn.countAll<bigint>().as('n'))
    .executeTakeFirstOrThrow();
  if (n === 0n || !any) refuse('printFile.empty');
  const progressId = deriveId(work.id, 'print');
  const organizationId = any.organization_id;
  await startProgress(
    work.tx,
    {
      id: progressId,
      owner: `organization:${organizationId}`,
      kind: 'billing.printFile',
      title: `Счета за ${formatMonth(period)} для печати`,
      total: n,
      mayCancel: true,
    },
    work.now,
  );
  work.order({ task: 'billing.print', payload: { houseId, period, organizationIds, organizationId, progressId } satisfies Printed, key: progressId });
  work.journal({
    stream: `house:${houseId}`,
    action: 'bills.printOrdered',
    object: { kind: 'house', id: houseId },
    houseId,
    organizationId,
    facts: { period, bills: Number(n) },
  });
  return { progressId, bills: Number(n) };
}

/** The job: compiles the files one after another; each is kept sealed, and the progress names them. */
export const printJob = ({ typesetter, files, publicUrl }: BillingPorts): Job => ({
  deadlineSeconds: 1_800,
  attempts: 3,
  async run({ ground, db }, payload) {
    const printed = payload as Printed;
    const progress = openProgress(ground, printed.progressId);
    const bills = (await billsToPrint(db, printed).selectAll().orderBy('number').execute()) as BillRow[];
    const made: string[] = [];
    try {
      for (let from = 0; from < bills.length; from += BILLS_A_FILE) {
        if (await progress.advance({ done: BigInt(from) })) return await progress.cancelled();
        const part = bills.slice(from, from + BILLS_A_FILE);
        const facts = await drawBills(db, printed.houseId, part);
        const sheets = part.flatMap((bill) => (facts.has(bill.id) ? [sheetOf(publicUrl, bill, facts.get(bill.id)!)] : []));
        const title = `Счета за ${formatMonth(printed.period)}`;
        const pdf = await typeset(
          typesetter,
          TEMPLATE,
          { title, author: sheets[0]?.document.author ?? '', madeOn: part[0]!.issued_on, foot: title, bills: sheets.map((sheet) => sheet.document) },
          false,
        );
        const file = await receiveFile(
          files,
          Readable.from([pdf]),
          { name: `Счета ${printed.period}, часть ${made.length + 1}.pdf`, mediaType: 'application/pdf' },
          { accepts: ['pdf'], mostBytes: FILE_LIMIT, exact: true },
        );
        await runAsSystem(ground, 'billing.keepPrint', `${printed.progressId} ${file.id}`, async (work) => {
          await registerBills(work, sheets);
          await keepFile(work.tx, file, `house:${printed.houseId}`, work.now);
        });
        made.push(file.id);
      }
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'server.busy') throw error;
      return await progress.fail('У организации не указаны банковские реквизиты: счета собрать нельзя');
    }
    await progress.advance({ done: BigInt(bills.length) });
    await progress.finish({ files: made });
  },
});

export type PrintedPart = { houseId: string; progressId: string; part: number };

/** One of the files of a finished print; only for the organization that ordered it. */
export async function printedFile(asked: Reading & { ground: Ground }, { houseId, progressId, part }: PrintedPart): Promise<KeptFile> {
  const { db, actor, ground } = asked;
  const progress = await progressOf(db, actor, progressId);
  const ids = progress.kind === 'billing.printFile' ? ((progress.result as { files?: string[] } | null)?.files ?? []) : [];
  const file = found(await findFile(db, found(ids[part - 1])));
  const accounts = (await Promise.all(staffOf(actor).map((organizationId) => accountsOfHouse(db, houseId, organizationId)))).flat();
  await lookAtAccounts(ground, asked, { accounts, object: { kind: 'progress', id: progressId }, what: 'счета дома для печати' });
  return file;
}
