// Routes of records: the person's own and nobody else's, without an area, so that neither a representative nor a child comes here.
import * as contract from '#contract/records';
import { needsConsent } from '#modules/privacy';
import { command, query, type Route, secured } from '#platform/route';
import { checkNow } from './order-check.ts';
import { readRecords, readSection } from './records.queries.ts';
import { forgetSection, saveSection } from './save-section.ts';

export const recordsRoutes = (): Route[] => [
  query(contract.getRecords, secured, (reading, _input, { masterKeys }) => readRecords(reading, masterKeys)),
  query(contract.getRecordSection, secured, (reading, { params }, { masterKeys }) => readSection(reading, masterKeys, params.section)),
  command(contract.saveRecordSection, secured, (work, { params, body }) => saveSection(work, params.section, body)),
  needsConsent(
    'registers',
    command(contract.checkRecords, secured, (work) => checkNow(work)),
  ),
  command(contract.forgetRecordSection, secured, (work, { params }) => forgetSection(work, params.section)),
];
