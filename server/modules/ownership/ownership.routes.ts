// The routes of ownership: contract entry, who may call, one call each.
import type { FastifyReply } from 'fastify';
import * as contract from '#contract/ownership';
import * as owners from '#contract/owners';
import { confirmed } from '#modules/identity';
import { found } from '#platform/errors';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import type { FileStore } from '#platform/files';
import { command, only, query, type Route, secured, stream } from '#platform/route';
import { attachment, serveFile } from '#platform/serve-file';
import type { Typesetter } from '#platform/typst-pool';
import { askBank } from './ask-bank.ts';
import { reachClaim } from './claim-row.ts';
import { uploadPaper } from './claim-papers.ts';
import { certificateFile, claimScope, lookAtClaims, paperWithin, readClaim, readClaims, readWorkClaim, workClaimList } from './claims.queries.ts';
import type { ConfirmingBank } from './confirming-bank.ts';
import { decideClaim } from './decide-claim.ts';
import { recordMinutes } from './record-basis.ts';
import { readRefusedDeals } from './record-deals.ts';
import { reopenClaim, startClaim, withdrawClaim } from './start-claim.ts';
import { askSharesCode, proposeShares, readHomeOwners, refuseShares, sharesStatement, signShares } from './shares.ts';
import { askClaimCode, statementOf, submitClaim } from './submit-claim.ts';

const reviewer = only('reviewer');
const owner = only('owner');
const text = (reply: FastifyReply, name: string, bytes: Buffer) =>
  reply
    .headers({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': attachment(name),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    .send(bytes);

export const ownershipRoutes = ({ files, typesetter, bank }: { files: FileStore; typesetter: Typesetter; bank: ConfirmingBank | null }): Route[] => [
  query(contract.getClaims, secured, (reading) => readClaims(reading)),
  query(contract.getClaim, secured, (reading, { params }) => readClaim(reading, params, bank)),
  command(contract.startClaim, secured, (work, { body }) => startClaim(work, body)),
  stream(contract.putPaper, { ...secured, accepts: 'multipart' }, (streaming, request, reply) => uploadPaper(files, streaming, { request, reply })),
  stream(contract.getPaper, secured, async (streaming, request, reply) =>
    serveFile(files, await paperWithin(streaming.ground, streaming, streaming.input.params), { request, reply }),
  ),
  stream(contract.getStatement, secured, async ({ db, actor, input }, _request, reply) => {
    const { row, side } = await reachClaim(db, actor, input.params);
    found(side === 'person' || undefined);
    return text(reply, 'Заявление о владении.txt', await statementOf(db, row));
  }),
  command(contract.askClaimCode, secured, (work, { params, body }) => askClaimCode(work, params, body)),
  command(contract.askBank, secured, (work, { params, body }) => askBank(work, bank, params, body)),
  confirmed(contract.submitClaim, secured, (work, { params, body }) => submitClaim(work, params, body)),
  command(contract.withdrawClaim, secured, (work, { params, body }) => withdrawClaim(work, params, body)),
  command(contract.reopenClaim, secured, (work, { params, body }) => reopenClaim(work, params, body)),
  stream(contract.getOwnershipCertificate, secured, async (streaming, request, reply) =>
    serveFile(files, await certificateFile(streaming, streaming.input.params), { request, reply }),
  ),
  query(contract.listWorkClaims, reviewer, async (reading, input, ground) => {
    const page = await readList(reading.db, workClaimList, claimScope(reading.actor), input.query);
    await lookAtClaims({ ...reading, ground }, page.rows);
    return page;
  }),
  exportRoute(contract.exportWorkClaims, reviewer, { list: workClaimList, scope: ({ actor }) => claimScope(actor), seen: lookAtClaims, typesetter }),
  query(owners.getHomeOwners, owner, (reading, { params }) => readHomeOwners(reading, params)),
  stream(owners.getRecordMinutes, owner, async (reading, _request, reply) =>
    text(reply, 'Протокол записи.txt', await recordMinutes(reading, reading.input.params)),
  ),
  command(owners.proposeShares, owner, (work, { params, body }) => proposeShares(work, params, body)),
  stream(owners.getSharesStatement, owner, async ({ db, actor, input }, _request, reply) =>
    text(reply, 'Соглашение о долях.txt', await sharesStatement(db, actor, input.params)),
  ),
  command(owners.askSharesCode, owner, (work, { params }) => askSharesCode(work, params)),
  confirmed(owners.signShares, owner, (work, { params, body }) => signShares(work, params, body)),
  command(owners.refuseShares, owner, (work, { params, body }) => refuseShares(work, params, body)),
  query(contract.getRefusedDeals, reviewer, (reading) => readRefusedDeals(reading)),
  query(contract.getWorkClaim, reviewer, (reading, { params }, ground) => readWorkClaim(ground, reading, params)),
  command(contract.decideClaim, reviewer, (work, { params, body }) => decideClaim(work, params, body)),
];
