// The routes of privacy: contract entry, who may call, one call each.
import {
  askAboutData as askEndpoint,
  askErasure as erasureEndpoint,
  cancelErasure as cancelEndpoint,
  confirmOwnData,
  decideDataRequest as decideEndpoint,
  exportDataRequests,
  getCopy,
  getDataRequest,
  getDataRequests,
  getOwnData,
  orderCopy as copyEndpoint,
} from '#contract/held-of-person';
import {
  changeBreach as changeBreachEndpoint,
  closeAlert as closeAlertEndpoint,
  getAlert,
  getAlerts,
  getBreach,
  getBreaches,
  getBreachNotice,
  openBreach as openBreachEndpoint,
  sendBreachNotice,
} from '#contract/privacy-watch';
import { answerConsents, getConsents, getPrivacyDocument, giveConsent, publishDocument as publishEndpoint, withdrawConsent } from '#contract/privacy';
import { confirmed } from '#modules/identity';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { anyone, command, only, query, type Route, secured, signedIn, stream } from '#platform/route';
import { attachment } from '#platform/serve-file';
import { noticeDocument, type Which } from './breach-terms.ts';
import { changeBreach, openBreach, readBreach, readBreaches, sendNotice } from './breaches.ts';
import { agreeTo, answerFirstPage, readConsents, withdraw } from './consents.ts';
import { askAboutData, dataRequestList, decideDataRequest, lookAtAskers, operatorScope, readDataRequest, tellAskers } from './data-requests.ts';
import { readDocument, todayOf } from './documents.queries.ts';
import { askErasure, cancelErasure } from './erase-person.ts';
import { orderCopy, serveCopy } from './order-copy.ts';
import { askOwnDataCode } from './own-data-code.ts';
import { readOwnData } from './own-data.queries.ts';
import type { PrivacyPorts } from './ports.ts';
import { publishDocument } from './publish-document.ts';
import { alertList, closeAlert, readAlert, tellAlerts } from './watch-refusals.ts';

const operator = only('operator');
const NOTICE = new URL('breach-notice.typ', import.meta.url);

export const privacyRoutes = (ports: PrivacyPorts): Route[] => [
  query(getPrivacyDocument, anyone, (reading, { params, query: asked }) => readDocument(reading, params.code, asked.version)),
  query(getConsents, signedIn, (reading) => readConsents(reading)),
  command(answerConsents, signedIn, (work, { body }) => answerFirstPage(work, body)),
  command(giveConsent, signedIn, (work, { params, body }) => agreeTo(work, { ...params, ...body })),
  command(withdrawConsent, signedIn, (work, { params }) => withdraw(work, params.code)),
  command(publishEndpoint, operator, (work, { body }) => publishDocument(work, body)),
  query(getOwnData, secured, (reading, _input, ground) => readOwnData(ports.parts, reading, ground.masterKeys)),
  command(confirmOwnData, secured, (work, { body }) => askOwnDataCode(work, body.what)),
  confirmed(copyEndpoint, secured, (work, { body }) => orderCopy(work, body)),
  stream(getCopy, secured, (streaming, request, reply) => serveCopy(ports, streaming, { request, reply })),
  confirmed(erasureEndpoint, secured, (work, { body }) => askErasure(work, body)),
  command(cancelEndpoint, secured, (work) => cancelErasure(work)),
  command(askEndpoint, secured, (work, { body }) => askAboutData(work, body)),
  query(getDataRequests, operator, async (reading, input, ground) => {
    const page = await readList(reading.db, dataRequestList, operatorScope(reading), input.query);
    await lookAtAskers({ ground, ...reading }, page.rows);
    return { ...page, rows: await tellAskers(reading.db, page.rows) };
  }),
  exportRoute(exportDataRequests, operator, {
    list: dataRequestList,
    scope: operatorScope,
    seen: lookAtAskers,
    typesetter: ports.typesetter,
    tell: (db, _scope, rows) => tellAskers(db, rows),
  }),
  query(getDataRequest, operator, (reading, { params }, ground) => readDataRequest(ground, reading, params)),
  query(getAlerts, operator, async (reading, input) => {
    const page = await readList(reading.db, alertList, operatorScope(reading), input.query);
    return { ...page, rows: await tellAlerts(reading.db, page.rows, ports.organizationNames) };
  }),
  query(getAlert, operator, (reading, { params }, ground) => readAlert({ ground, ...ports }, reading, params.alertId)),
  command(closeAlertEndpoint, operator, (work, { params, body }) => closeAlert(work, params.alertId, body.note)),
  query(getBreaches, operator, (reading) => readBreaches(reading)),
  command(openBreachEndpoint, operator, (work, { body }) => openBreach(work, body)),
  query(getBreach, operator, (reading, { params }) => readBreach(reading, params.breachId)),
  command(changeBreachEndpoint, operator, (work, { params, body }) => changeBreach(work, params.breachId, body)),
  command(sendBreachNotice, operator, (work, { params, body }) => sendNotice(work, params.breachId, body)),
  stream(getBreachNotice, operator, async (streaming, _request, reply) => {
    const { breachId, which } = streaming.input.params as { breachId: string; which: Which };
    const document = noticeDocument(await readBreach(streaming, breachId), which, todayOf(streaming.now));
    const pdf = await ports.typesetter.pdf(NOTICE, document, { archive: true });
    return reply.headers({ 'content-type': 'application/pdf', 'content-disposition': attachment(`${document.title}.pdf`) }).send(pdf);
  }),
  command(decideEndpoint, operator, (work, { params, body }) => decideDataRequest(work, params, body)),
];
