// How long each table of personal data is kept where no term of server/retention-rules.ts runs, compared with what the modules declare in
// their *.personal.ts: no table is kept without somebody having said how long.
import { expect, test } from 'vitest';
import { personalParts } from './personal-parts.ts';
import { retentionRules } from './retention-rules.ts';

/** By the end that comes: the tables. */
const keptUntil: Readonly<Record<string, readonly string[]>> = {
  'a job of the module takes it, within days': [
    'identity.session',
    'identity.sign_in_challenge',
    'identity.known_device',
    'identity.one_time_code',
    'identity.contact_proof',
    'identity.passkey_challenge',
    'voice.challenge',
    'certificates.challenge',
    'federation.attempt',
    'documents.upload',
    'meters.intake',
    'privacy.copy',
    'platform.command',
    'platform.live_event',
  ],
  'a job of the module takes it three years after it was decided': ['calculation.absence_request'],
  'with the record of the owner, whose ground it is; a claim that came to nothing goes after three years by a job of the module': [
    'ownership.claim',
    'ownership.share_signature',
  ],
  'the person removes it, or the account is erased': [
    'identity.sign_in_name',
    'identity.password_history',
    'identity.totp',
    'identity.passkey',
    'identity.recovery_code',
    'voice.template',
    'identity.child',
    'certificates.certificate',
    'federation.fact',
    'federation.head',
    'federation.link',
    'notifications.preference',
    'notifications.push_device',
    'payments.autopayment',
    'payments.autopayment_month',
    'payments.saved_method',
    'payments.reminder',
    'payments.reminder_wish',
    'records.section',
    'records.change',
    'records.checkup',
    'records.told',
    'treasury.document',
    'treasury.bill',
    'treasury.search',
    'treasury.find_try',
    'treasury.reminder',
    'documents.document',
    'documents.version',
    'documents.mail_address',
    'platform.person_key',
    'platform.progress',
  ],
  'the account is erased; after it without a name, as long as law says on the page «Мои данные»': [
    'identity.person',
    'agreements.agreement',
    'agreements.party',
    'documents.issued',
    'ledger.account_link',
    'platform.journal_line',
  ],
  'the house and the account are kept: a record of money or of rights, the same whoever lives there': [
    'billing.bill',
    'billing.charge',
    'calculation.decision',
    'housing.council_member',
    'housing.ownership',
    'meters.fault',
    'ledger.payee_transfer',
    'ledger.transfer',
    'payments.bill_hold',
    'payments.payment_bill',
    'payments.payment_event',
    'payments.payment_owner',
    'payments.payment_part',
    'payments.receipt',
    'payments.receipt_number',
    'payments.refund',
  ],
};

test('PRIV-2: of every table of personal data it is said, once, how long it is kept', () => {
  const declared = new Set(personalParts.flatMap(({ tables }) => tables.map(({ table }) => table)));
  const terms = new Set(retentionRules.map(({ table }) => table));
  const said = [...Object.values(keptUntil).flat(), ...terms];
  expect([...declared].filter((table) => !said.includes(table))).toEqual([]);
  expect(
    Object.values(keptUntil)
      .flat()
      .filter((table, place, all) => !declared.has(table) || terms.has(table) || all.indexOf(table) !== place),
  ).toEqual([]);
});
