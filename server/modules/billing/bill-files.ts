// The bill as a file: PDF, HTML, the paper one, a letter with it.
import { readFileSync } from 'node:fs';
import { formatMonth } from '#contract/russian';
import { checkOfPaper, paperDigest } from '#modules/documents';
import { contactsOf } from '#modules/identity';
import { personIdOf } from '#platform/actor';
import { Refusal, refuse } from '#platform/errors';
import { deriveId, newId } from '#platform/ids';
import type { Flow, Reading } from '#platform/route';
import { type Typesetter, TypesettingError } from '#platform/typst-pool';
import { type Ground, runCommand, runOnce } from '#platform/work';
import { type BillPaper, registerBills } from './bill-papers.ts';
import { type BillDocument, billDocument } from './bill-document.ts';
import type { BillFacts } from './bill-facts.ts';
import { billHtml } from './bill-html.ts';
import type { BillRow } from './bill-of-account.ts';
import { openBill, reachBill } from './bills.queries.ts';
import { drawBills } from './draw-bills.ts';
import type { BillingPorts } from './ports.ts';

const TEMPLATE = new URL('bill.typ', import.meta.url);
const TEMPLATES = [TEMPLATE, new URL('bill-sheet.typ', import.meta.url)];
// The page must look right where it was saved to, without the portal beside it.
const stylesheet = `data:text/css;base64,${readFileSync(new URL('bill.css', import.meta.url)).toString('base64')}`;

type BillKey = { houseId: string; billId: string };
type Asked = Reading & { ground: Ground };

/** The document of a bill within reach. Refuses object.notFound, bill.noRequisites. */
export async function documentOf(asked: Asked, key: BillKey): Promise<{ bill: BillRow; document: BillDocument }> {
  const { bill, facts } = await factsOf(asked, key);
  return { bill, document: billDocument(facts) };
}

async function factsOf(asked: Asked, key: BillKey): Promise<{ bill: BillRow; facts: BillFacts }> {
  const { bill } = await openBill(asked, key);
  const facts = (await drawBills(asked.db, key.houseId, [bill])).get(bill.id);
  return { bill, facts: facts ?? refuse('object.notFound') };
}

/** The sheet of a bill with its code, and what is registered of it when it is given out (DOCS-3). A sheet among others has no file of its own. */
export function sheetOf(publicUrl: string, bill: BillRow, facts: BillFacts): BillPaper & { document: BillDocument } {
  const check = checkOfPaper(publicUrl, { id: bill.id, templates: TEMPLATES, content: facts });
  return {
    bill,
    document: billDocument({ ...facts, check }),
    paper: {
      code: check.code,
      kind: 'bill',
      title: `Счёт № ${bill.number} за ${formatMonth(bill.period.slice(0, 7))}`,
      sha256: null,
      houseId: bill.house_id,
      sourceId: bill.id,
    },
  };
}

/** Compiles in the typesetting processes; too much at once is server.busy. */
export async function typeset(typesetter: Typesetter, template: URL, data: object, archive: boolean): Promise<Buffer> {
  try {
    return await typesetter.pdf(template, data, { archive });
  } catch (error) {
    if (error instanceof TypesettingError && error.fault !== 'template') throw new Refusal('server.busy', { facts: { seconds: 20 } });
    throw error;
  }
}

export const billName = (bill: Pick<BillRow, 'number' | 'period'>, ending: string): string => `Счёт ${bill.number} за ${bill.period.slice(0, 7)}.${ending}`;

type PdfPorts = Pick<BillingPorts, 'typesetter' | 'publicUrl'>;

async function billPdf({ typesetter, publicUrl }: PdfPorts, asked: Asked, key: BillKey): Promise<{ name: string; pdf: Buffer; paper: BillPaper }> {
  const { bill, facts } = await factsOf(asked, key);
  const { document, paper } = sheetOf(publicUrl, bill, facts);
  const pdf = await typeset(typesetter, TEMPLATE, document, true);
  return { name: billName(bill, 'pdf'), pdf, paper: { bill, paper: { ...paper, sha256: paperDigest(pdf) } } };
}

/** The PDF to be taken away, registered for the public check. */
export async function takeBillPdf(ports: PdfPorts, asked: Asked, key: BillKey): Promise<{ name: string; pdf: Buffer }> {
  const { paper, ...file } = await billPdf(ports, asked, key);
  await runOnce(asked.ground, { actor: asked.actor, id: newId(asked.now), now: asked.now }, (work) => registerBills(work, [paper]));
  return file;
}

export async function billPage(asked: Asked, key: BillKey): Promise<{ name: string; html: string }> {
  const { bill, document } = await documentOf(asked, key);
  return { name: billName(bill, 'html'), html: billHtml(document, { stylesheet }) };
}

/** Orders a letter with the PDF to the caller's own address. Refuses bill.noAddress when there is none. */
export async function sendBill(ports: PdfPorts, flow: Flow, key: BillKey): Promise<{ ordered: boolean }> {
  const personId = personIdOf(flow.actor) ?? refuse('object.notFound');
  const { bill, account } = await reachBill(flow, key);
  const email = (await contactsOf(flow.db, [personId])).get(personId)?.email;
  if (email === undefined || email === null) refuse('bill.noAddress');
  const { name, pdf, paper } = await billPdf(ports, flow, key);
  const facts = { period: bill.period.slice(0, 7), payKopecks: Number(bill.total_kopecks), dueDay: bill.due_on, address: account.address };
  const { answer } = await runCommand(flow.ground, { actor: flow.actor, id: flow.id, route: flow.route, body: key, now: flow.now }, async (work) => {
    const payload = {
      id: deriveId(work.id, 'letter'),
      to: email,
      channel: 'email',
      template: 'bill.issued',
      facts,
      link: `/bills/${key.houseId}/${key.billId}`,
      attachments: [{ name, type: 'application/pdf', base64: pdf.toString('base64') }],
    };
    await registerBills(work, [paper]);
    work.order({ task: 'notifications.send-message', payload, key: payload.id });
    work.journal({ stream: `house:${key.houseId}`, action: 'bill.sent', object: { kind: 'bill', id: key.billId }, personId, houseId: key.houseId });
    return { ordered: true };
  });
  return answer;
}
