// The routes of billing: contract entry, who may call, one call each.
import { Readable } from 'node:stream';
import {
  attachPaperBill,
  exportCharges,
  getBill,
  getBillHtml,
  getBillPaper,
  getBillPdf,
  getBills,
  getChargeChoices,
  getChargeReason,
  getCharges,
  getPrintFile,
  orderPrintFile,
  sendBill as sendBillEndpoint,
} from '#contract/billing';
import {
  exportRegisters,
  getRegister,
  getRegisterErrors,
  getRegisters,
  loadRegisterRows,
  mapRegisterColumns,
  takeBackRegisterLoad,
  uploadRegister as uploadEndpoint,
} from '#contract/registers';
import type { AnswerOf } from '#contract/endpoint';
import { getInsuranceOffers, hideInsurance as hideEndpoint, offerInsurance as offerEndpoint } from '#contract/insurance';
import { getServicePayees, setServicePayee as setPayeeEndpoint } from '#contract/service-payees';
import { services } from '#modules/directory';
import { refuse } from '#platform/errors';
import { isUuid, newId } from '#platform/ids';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { progressOf } from '#platform/progress';
import { command, flow, only, query, type Reading, type Route, secured, stream, within } from '#platform/route';
import { attachment, serveFile } from '#platform/serve-file';
import { monthOf } from '#platform/time';
import { runCommand } from '#platform/work';
import { billPage, documentOf, sendBill, takeBillPdf } from './bill-files.ts';
import { listBills, reachBill, showBills } from './bills.queries.ts';
import { chargeList, chargeScope, monthSums } from './charges.queries.ts';
import { explainCharge } from './explain-charge.ts';
import { hideInsurance, insuranceHidden, offerInsurance, readInsuranceOffers } from './insurance.ts';
import { loadRegister } from './load-register.ts';
import { mapRegister } from './map-register.ts';
import { attachPaper, paperOf, receivePaper } from './paper-bill.ts';
import type { BillingPorts } from './ports.ts';
import { orderPrint, type PrintedPart, printedFile } from './print-file.ts';
import { errorsFile, readRegisterLoad, registerList, registerScope } from './registers.queries.ts';
import { readServicePayees, setServicePayee } from './service-payees.ts';
import { takeBackRegister } from './take-back-register.ts';
import { unmatchedRoutes } from './unmatched.routes.ts';
import { uploadRegister } from './upload-register.ts';

const registrar = only('accountant', 'machine:registers.load');
const staff = only('accountant', 'manager');

export const billingRoutes = (ports: BillingPorts): Route[] => [
  ...chargeRoutes(ports),
  ...billRoutes(ports),
  ...registerRoutes(ports),
  ...unmatchedRoutes(ports),
];

const chargeRoutes = ({ typesetter }: BillingPorts): Route[] => [
  query(getCharges, within('bills'), async (reading, input) => readList(reading.db, chargeList, await chargeScope(reading), input.query)),
  exportRoute(exportCharges, within('documents'), { list: chargeList, scope: chargeScope, typesetter }),
  query(getChargeChoices, within('bills'), (reading, input) => readChoices(reading, input.query.accountId)),
  query(getChargeReason, within('bills'), (reading, { params }) => explainCharge(reading, params)),
];

async function readChoices(reading: Reading, accountId: string | undefined) {
  const { accounts, services: known, today } = await chargeScope(reading);
  const chosen = accounts.filter((account) => accountId === undefined || account.accountId === accountId);
  return {
    accounts: accounts.map(({ houseId, accountId: id, number, organization, address }) => ({
      houseId,
      accountId: id,
      number,
      organization: organization.shortName,
      address,
    })),
    services: known.map(({ code, name }) => ({ code, name })),
    months: await monthSums(reading.db, chosen, monthOf(today)),
  };
}

const billRoutes = (ports: BillingPorts): Route[] => [
  query(getBills, within('bills'), (reading, input) => listBills(reading, input.query)),
  query(getBill, within('bills'), async (reading, { params }, ground) => {
    const { bill, account } = await reachBill(reading, params);
    const [shown] = await showBills(reading, [bill], [account]);
    const { document } = await documentOf({ ...reading, ground }, params);
    // The document's arrays are read-only, the contract's are not; nobody writes to either.
    const hidden = await insuranceHidden(reading.db, params.houseId, [account.accountId]);
    return { bill: shown!, sheet: document as unknown as AnswerOf<typeof getBill>['sheet'], insuranceHidden: hidden.size > 0 };
  }),
  stream(getBillPdf, within('documents'), async (streaming, _request, reply) => {
    const { name, pdf } = await takeBillPdf(ports, streaming, streaming.input.params);
    return reply.headers({ 'content-type': 'application/pdf', 'content-disposition': attachment(name) }).send(pdf);
  }),
  stream(getBillHtml, within('bills'), async (streaming, _request, reply) => {
    const { name, html } = await billPage(streaming, streaming.input.params);
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': attachment(name),
        'content-security-policy': `default-src 'none'; style-src data:; img-src data:; sandbox`,
      })
      .send(html);
  }),
  stream(getBillPaper, within('documents'), async (streaming, request, reply) =>
    serveFile(ports.files, await paperOf(streaming, streaming.input.params), { request, reply }),
  ),
  stream(attachPaperBill, { ...secured, accepts: 'multipart' }, async (streaming, request, reply) => {
    const key = streaming.input.params;
    await reachBill(streaming, key); // before a byte is taken in
    const part = (await request.file()) ?? refuse('file.missing');
    if (part.filename === '') refuse('file.missing');
    const file = await receivePaper(ports.files, part.file, { name: part.filename, mediaType: part.mimetype });
    const asked = request.headers['idempotency-key'];
    const id = typeof asked === 'string' && isUuid(asked) ? asked.toLowerCase() : newId(streaming.now);
    const body = { ...key, sha256: file.sha256.toString('hex') };
    const { answer } = await runCommand(streaming.ground, { actor: streaming.actor, id, route: 'POST /api/v1/bills/paper', body, now: streaming.now }, (work) =>
      attachPaper(work, key, file),
    );
    return (request.headers.accept ?? '').includes('text/html') ? reply.redirect(`/bills/${key.houseId}/${key.billId}`, 303) : reply.send(answer);
  }),
  flow(sendBillEndpoint, secured, (asked, { params }) => sendBill(ports, asked, params)),
  query(getServicePayees, only('accountant'), (reading, input) => readServicePayees(reading, input.query)),
  command(setPayeeEndpoint, only('accountant'), (work, input) => setServicePayee(work, input)),
  query(getInsuranceOffers, only('accountant'), (reading, input) => readInsuranceOffers(reading, input.query)),
  command(offerEndpoint, only('accountant'), (work, input) => offerInsurance(work, input)),
  command(hideEndpoint, secured, (work, input) => hideInsurance(work, input)),
  command(orderPrintFile, staff, (work, { params, body }) => orderPrint(work, { houseId: params.houseId, period: body.period })),
  stream(getPrintFile, staff, async (streaming, request, reply) =>
    serveFile(ports.files, await printedFile(streaming, streaming.input.params as PrintedPart), { request, reply }),
  ),
];

const registerRoutes = ({ registerFiles, typesetter }: BillingPorts): Route[] => [
  query(getRegisters, registrar, async (reading, input) => {
    const scope = await registerScope(reading);
    const known = await services(reading.db);
    return {
      list: await readList(reading.db, registerList, scope, input.query),
      organizations: [...scope.organizations],
      services: known.map(({ code, name }) => ({ code, name })),
    };
  }),
  exportRoute(exportRegisters, only('accountant'), { list: registerList, scope: registerScope, typesetter }),
  stream(uploadEndpoint, { ...registrar, accepts: 'multipart' }, (streaming, request, reply) => uploadRegister(registerFiles, streaming, request, reply)),
  query(getRegister, registrar, (reading, { params }) =>
    readRegisterLoad(reading, params.id, async (id) => {
      const { title, done, total, status, note, can } = await progressOf(reading.db, reading.actor, id);
      return { id, title, done, total, status, note, canCancel: can.cancel };
    }),
  ),
  stream(getRegisterErrors, registrar, async (streaming, _request, reply) => {
    const { id } = streaming.input.params as { id: string };
    const { file, fileDeletedAt } = await readRegisterLoad(streaming, id, async () => null); // out of reach: refused before the first byte
    if (fileDeletedAt !== null) refuse('register.fileDeleted');
    const name = `Ошибки ${file.replace(/\.[^.]+$/, '')}.csv`;
    return reply
      .headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': attachment(name) })
      .send(Readable.from(errorsFile(registerFiles, streaming, id), { objectMode: false }));
  }),
  command(loadRegisterRows, registrar, (work, { params, body }) => loadRegister(work, { loadId: params.id, ...body })),
  command(takeBackRegisterLoad, registrar, (work, { params, body }) => takeBackRegister(work, { loadId: params.id, version: body.version })),
  command(mapRegisterColumns, registrar, (work, { params, body }) => mapRegister(work, { loadId: params.id, ...body })),
];
