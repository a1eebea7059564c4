// The routes of the bank's pages. A page's address carries an unguessable token: who has it is the payer.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Bank } from './bank.ts';
import type { PaymentRecord } from './book.ts';
import { readCardForm } from './card-form.ts';
import { SCRIPT, STYLE } from './page-assets.ts';
import { cardPage, codePage, fastPaymentPage, notFoundPage, portalOrigin, resultPage, walletPage } from './pages.ts';
import { answerFromAccount, giveCard, giveCode } from './processing.ts';

type Form = Record<string, string>;
type Done = { bank: Bank; commit: () => void };

/** A framed page may stand only inside the portal that asked for the payment; any other page in no frame at all. */
function send(reply: FastifyReply, html: string, record?: PaymentRecord) {
  const portal = record && portalOrigin(record);
  const ancestors = record?.mode === 'embedded' && portal ? portal : "'none'";
  const policy = `default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self'${portal ? ` ${portal}` : ''}; frame-ancestors ${ancestors}`;
  return reply
    .headers({ 'content-security-policy': policy, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .type('text/html; charset=utf-8')
    .send(html);
}

const notFound = (reply: FastifyReply) => send(reply.code(404), notFoundPage());

/** The page of the stage that the payment is in. */
function showStage(reply: FastifyReply, record: PaymentRecord) {
  if (record.stage === 'card') return send(reply, cardPage(record), record);
  if (record.stage === 'code') return send(reply, codePage(record, false), record);
  if (record.stage === 'wallet') return send(reply, walletPage(record), record);
  if (record.mode === 'redirect') return reply.redirect(record.returnUrl, 303);
  return send(reply, resultPage(record), record);
}

/** Adds pages and forms to the app; `commit` writes the book and wakes the timetable. */
export function addPages(app: FastifyInstance, { bank, commit }: Done): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 10_000 }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)));
  });
  const byToken = (token: string, mode: 'card' | 'qr') => {
    for (const record of bank.book.payments.values())
      if (record.token === token && (record.mode === 'qr') === (mode === 'qr') && record.mode !== 'saved') return record;
    return undefined;
  };

  app.get('/bank.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  app.get('/bank.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(SCRIPT));

  app.get<{ Params: { token: string } }>('/checkout/:token', async ({ params }, reply) => {
    const record = byToken(params.token, 'card');
    return record === undefined ? notFound(reply) : showStage(reply, record);
  });
  app.post<{ Params: { token: string }; Body: Form }>('/checkout/:token/card', async ({ params, body }, reply) => {
    const record = byToken(params.token, 'card');
    if (record === undefined) return notFound(reply);
    if (record.stage !== 'card') return showStage(reply, record);
    const form = { number: body?.['number'] ?? '', expiry: body?.['expiry'] ?? '', cvc: body?.['cvc'] ?? '' };
    const entered = readCardForm(form, bank.now());
    if ('problems' in entered) return send(reply.code(422), cardPage(record, { form, problems: entered.problems }), record);
    giveCard(bank, record, entered);
    commit();
    return reply.redirect(`/checkout/${record.token}`, 303);
  });
  app.post<{ Params: { token: string }; Body: Form }>('/checkout/:token/code', async ({ params, body }, reply) => {
    const record = byToken(params.token, 'card');
    if (record === undefined) return notFound(reply);
    const triesBefore = record.triesLeft;
    giveCode(bank, record, (body?.['code'] ?? '').replaceAll(/\s/g, ''));
    commit();
    if (record.stage === 'code' && record.triesLeft < triesBefore) return send(reply.code(422), codePage(record, true), record);
    return reply.redirect(`/checkout/${record.token}`, 303);
  });

  app.post<{ Params: { token: string }; Body: Form }>('/checkout/:token/wallet', async ({ params, body }, reply) => {
    const record = byToken(params.token, 'card');
    if (record?.stage === 'wallet') answerFromAccount(bank, record, body?.['account'] !== 'empty');
    commit();
    return reply.redirect(`/checkout/${params.token}`, 303);
  });

  app.get<{ Params: { id: string } }>('/qr/:id', async ({ params }, reply) => {
    const record = byToken(params.id, 'qr');
    if (record === undefined) return notFound(reply);
    return send(reply, record.stage === 'qr' ? fastPaymentPage(record) : resultPage(record), record);
  });
  app.post<{ Params: { id: string }; Body: Form }>('/qr/:id', async ({ params, body }, reply) => {
    const record = byToken(params.id, 'qr');
    if (record === undefined) return notFound(reply);
    answerFromAccount(bank, record, body?.['account'] !== 'empty');
    commit();
    return reply.redirect(`/qr/${record.token}`, 303);
  });
}
