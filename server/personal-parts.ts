// Every module's tables of personal data. A test compares them with the catalogue: a column `person_id` that nobody names fails it.
import { addressesPersonal } from '#modules/addresses';
import { agreementsPersonal } from '#modules/agreements';
import { billingPersonal } from '#modules/billing';
import { calculationPersonal } from '#modules/calculation';
import { casesPersonal } from '#modules/cases';
import { certificatesPersonal } from '#modules/certificates';
import { documentsPersonal } from '#modules/documents';
import { federationPersonal } from '#modules/federation';
import { householdPersonal } from '#modules/household';
import { housingPersonal } from '#modules/housing';
import { identityPersonal } from '#modules/identity';
import { ledgerPersonal } from '#modules/ledger';
import { metersPersonal } from '#modules/meters';
import { notificationsPersonal } from '#modules/notifications';
import { ownershipPersonal } from '#modules/ownership';
import { paymentsPersonal } from '#modules/payments';
import { peoplePersonal } from '#modules/people';
import { privacyPersonal } from '#modules/privacy';
import { recordsPersonal } from '#modules/records';
import { staffPersonal } from '#modules/staff';
import { signingPersonal } from '#modules/signing';
import { treasuryPersonal } from '#modules/treasury';
import { voicePersonal } from '#modules/voice';
import { type PersonalPart, platformPersonal } from './platform/held-of-person.ts';

export const personalParts: readonly PersonalPart[] = [
  identityPersonal,
  housingPersonal,
  householdPersonal,
  staffPersonal,
  peoplePersonal,
  addressesPersonal,
  ledgerPersonal,
  billingPersonal,
  paymentsPersonal,
  federationPersonal,
  signingPersonal,
  certificatesPersonal,
  voicePersonal,
  documentsPersonal,
  agreementsPersonal,
  ownershipPersonal,
  treasuryPersonal,
  metersPersonal,
  calculationPersonal,
  casesPersonal,
  recordsPersonal,
  notificationsPersonal,
  privacyPersonal,
  platformPersonal,
];
