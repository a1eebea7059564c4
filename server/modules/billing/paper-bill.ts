// A scan or PDF of a paper bill beside ours (BILL-2).
import type { Readable } from 'node:stream';
import { found, refuse } from '#platform/errors';
import { type FileStore, findFile, forgetFile, keepFile, type KeptFile, type ReceivedFile, receiveFile } from '#platform/files';
import { personIdOf } from '#platform/actor';
import type { Reading } from '#platform/route';
import type { Ground, Work } from '#platform/work';
import { openBill, reachBill } from './bills.queries.ts';
import './billing.events.ts';

const MOST_BYTES = 15 * 1_048_576;
type BillKey = { houseId: string; billId: string };

/** Takes the file in: PDF or a picture, up to 15 MB. Refuses by name what is not. */
export const receivePaper = (store: FileStore, content: Readable, declared: { name: string; mediaType: string }): Promise<ReceivedFile> =>
  receiveFile(store, content, declared, { accepts: ['pdf', 'jpeg', 'png', 'webp', 'heic'], mostBytes: MOST_BYTES });

/** Attaches the received file to a bill within reach; an earlier one goes. */
export async function attachPaper(work: Work, key: BillKey, file: ReceivedFile): Promise<{ billId: string }> {
  const { bill, account } = await reachBill({ db: work.tx, actor: work.actor }, key);
  await keepFile(work.tx, file, `house:${key.houseId}`, work.now);
  if (bill.paper_file !== null) await forgetFile(work.tx, bill.paper_file);
  await work.tx
    .updateTable('billing.bill')
    .set({ paper_file: file.id, paper_name: file.name, paper_type: file.mediaType })
    .where('house_id', '=', key.houseId)
    .where('id', '=', key.billId)
    .execute();
  const personId = personIdOf(work.actor);
  work.journal({
    stream: `house:${key.houseId}`,
    action: 'bill.paperAttached',
    object: { kind: 'bill', id: key.billId },
    houseId: key.houseId,
    ...(personId !== null && { personId }),
    facts: { bytes: Number(file.bytes) },
  });
  work.emit('bill.changed', { houseId: key.houseId, billId: key.billId }, [`premises:${account.premisesId}`]);
  return { billId: bill.id };
}

/** The paper bill of a bill within reach. Refuses bill.noPaper. */
export async function paperOf(reading: Reading & { ground: Ground }, key: BillKey): Promise<KeptFile> {
  const { bill } = await openBill(reading, key);
  if (bill.paper_file === null) refuse('bill.noPaper');
  return found(await findFile(reading.db, bill.paper_file));
}
