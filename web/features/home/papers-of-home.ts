// What was applied for in a home, extracts to take, papers of the house, as one list each (HOME-6). Made by the loader, on the server: the page gets words alone.
import { caseKinds, type getCases } from '#contract/cases';
import { documentKinds, type listDocuments } from '#contract/documents';
import type { AnswerOf } from '#contract/endpoint';
import type { getAccounts } from '#contract/ledger';
import type { Claim } from '#contract/ownership';
import { formatDay } from '#contract/russian';
import { linkRequestStatuses } from '#contract/statuses/accounts';
import { caseStatuses } from '#contract/statuses/cases';
import { claimStatuses } from '#contract/statuses/ownership';
import { statementDays } from '#features/accounts/history-query.ts';
import { lookOf } from '#ui/status.tsx';
import type { Application, PaperLink } from './home-papers.tsx';

type Account = AnswerOf<typeof getAccounts>['accounts'][number];
type Request = AnswerOf<typeof getAccounts>['requests'][number];
type CaseRow = AnswerOf<typeof getCases>['rows'][number];
type Document = AnswerOf<typeof listDocuments>['documents'][number];

type Asked = { readonly claims?: readonly Claim[]; readonly cases?: readonly CaseRow[]; readonly requests?: readonly Request[] };

/** Claims of ownership, requests for accounts and questions, the newest first. */
export const applicationsOf = ({ claims = [], cases = [], requests = [] }: Asked): Application[] =>
  [
    ...requests.map((one) => ({
      to: '/accounts',
      what: `Добавить лицевой счёт ${one.number}`,
      at: one.askedAt,
      ...lookOf({ rows: linkRequestStatuses, is: one.status, side: 'person' }),
    })),
    ...claims.map((one) => ({
      to: `/home/ownership/${one.houseId}/${one.claimId}`,
      what: 'Подтверждение владения',
      at: one.changedAt,
      ...lookOf({ rows: claimStatuses, is: one.status, side: 'person' }),
    })),
    ...cases.map((one) => ({
      to: `/cases/${one.houseId}/${one.id}`,
      what: `${caseKinds[one.kind]}: ${one.subject}`,
      at: one.writtenAt,
      ...lookOf({ rows: caseStatuses, is: one.status, side: 'person' }),
    })),
  ].sort((a, b) => b.at.localeCompare(a.at));

/** Statements of the accounts since January, certificates of confirmed claims, the history of owners where the person may see it. */
export function extractsOf({
  accounts,
  claims,
  ownersOf,
  now,
}: {
  accounts: readonly Account[];
  claims: readonly Claim[];
  ownersOf: string | null;
  now: string;
}): PaperLink[] {
  const { from, to } = statementDays(now);
  return [
    ...accounts.map((one) => ({
      href: `/api/v1/accounts/${one.houseId}/${one.accountId}/statement?from=${from}&to=${to}&format=pdf`,
      name: `Выписка по счёту ${one.number}`,
      says: `${one.organization.shortName}, с ${formatDay(from)}`,
      more: { to: `/accounts/${one.houseId}/${one.accountId}`, name: 'За другие дни' },
    })),
    ...claims
      .filter(({ certificate }) => certificate?.isReady)
      .map((one) => ({
        href: `/api/v1/ownership/claims/${one.houseId}/${one.claimId}/certificate`,
        name: 'Справка о подтверждённом владении',
        says: `№ ${one.certificate!.number}`,
      })),
    ...(ownersOf === null
      ? []
      : [{ href: `/api/v1/owners/export?format=pdf&premisesId=${ownersOf}`, name: 'История собственников', says: 'От первого собственника до сегодняшних' }]),
  ];
}

/** The newest papers of the house that are in force. */
export const housePapersOf = (documents: readonly Document[], address: string): PaperLink[] =>
  documents
    .filter((one) => one.address === address && one.withdrawnWhy === null)
    .slice(0, 5)
    .map((one) => ({
      href: `/documents/${one.id}`,
      name: one.name,
      says: `${documentKinds[one.kind]}${one.number === null ? '' : ` № ${one.number}`}${one.datedOn === null ? '' : ` от ${formatDay(one.datedOn)}`}`,
    }));
