import { exportJournal, getJournal } from '#contract/journal';
import type { KeyRing } from '#platform/key-ring';
import { exportRoute } from '#platform/list-export';
import { query, type Route, secured } from '#platform/route';
import type { Typesetter } from '#platform/typst-pool';
import { journalList, journalScope, readJournal, tellRows } from './journal.queries.ts';

export const journalRoutes = ({ masterKeys, typesetter }: { masterKeys: KeyRing; typesetter: Typesetter }): Route[] => [
  query(getJournal, secured, ({ db, actor }, input) => readJournal(db, masterKeys, journalScope(actor), input.query)),
  exportRoute(exportJournal, secured, {
    list: journalList,
    scope: ({ actor }) => journalScope(actor),
    typesetter,
    tell: (db, scope, rows) => tellRows(db, masterKeys, scope, rows),
  }),
];
