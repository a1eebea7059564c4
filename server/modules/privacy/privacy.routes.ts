// The routes of privacy: contract entry, who may call, one call each.
import { answerConsents, getConsents, getPrivacyDocument, giveConsent, publishDocument as publishEndpoint, withdrawConsent } from '#contract/privacy';
import { anyone, command, only, query, type Route, signedIn } from '#platform/route';
import { agreeTo, answerFirstPage, readConsents, withdraw } from './consents.ts';
import { readDocument } from './documents.queries.ts';
import { publishDocument } from './publish-document.ts';

export const privacyRoutes = (): Route[] => [
  query(getPrivacyDocument, anyone, (reading, { params, query: asked }) => readDocument(reading, params.code, asked.version)),
  query(getConsents, signedIn, (reading) => readConsents(reading)),
  command(answerConsents, signedIn, (work, { body }) => answerFirstPage(work, body)),
  command(giveConsent, signedIn, (work, { params, body }) => agreeTo(work, { ...params, ...body })),
  command(withdrawConsent, signedIn, (work, { params }) => withdraw(work, params.code)),
  command(publishEndpoint, only('operator'), (work, { body }) => publishDocument(work, body)),
];
