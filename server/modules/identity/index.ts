// The door of identity: who is calling, who people are, what they may prove and confirm.
import type { FileStore } from '#platform/files';
import type { Module } from '#platform/module';
import { changeDue } from './change-contact.ts';
import { sendContactCode } from './contact-proof.ts';
import { cleanUp } from './identity.jobs.ts';
import { identityRoutes } from './identity.routes.ts';
import { takePushChoice } from './push-choice.ts';
import { passkeyRoutes } from './passkeys.routes.ts';
import { remindPasswords } from './remind-passwords.ts';
import { siteOf } from './verify-passkey.ts';
import { powersRoutes } from './powers.routes.ts';
import { watchPowers } from './watch-powers.ts';
import './identity.events.ts';
import './identity.tables.ts';

export type { SecondFactor } from './assurance.ts';
export { blockPerson, unblockPerson } from './block-person.ts';
export { endSessions } from './end-sessions.ts';
export { personLines, personsByContact, personsByName, personSheet } from './find-people.ts';
export { addChild, changeChild, changeChildPassword, childPasswordHash, endChild, endChildrenOf, giveChildProfile, readChildren } from './children.ts';
export { identify, todayOf } from './identify.ts';
export { identityPersonal } from './identity.personal.ts';
export { establishSession } from './establish-session.ts';
export { deviceName } from './device-name.ts';
export { knownDevice } from './known-device.ts';
export { enterByExtra, whoShows } from './enter-by-extra.ts';
export { finishDoor, notStopped } from './ask-second-proof.ts';
export { isFreshlyProven, proven } from './authenticator.ts';
export { confirmPerson, fillContacts, isAnyoneHere, knownPerson, type Names, personBySignInName } from './person-papers.ts';
export { confirmed, requestConfirmation, tryConfirmation, useConfirmation } from './confirmation.ts';
export { personsNamed } from './persons-named.ts';
export { contactsOf, createPerson, nameOf, personNameRow, personNames, personsAfter, profileOf, renamePerson, type NewPerson } from './persons.ts';
export { giveAuthenticator, giveMachineKey } from './known-proofs.ts';
export { endRole, everHeldRole, grantRole, homesOfEndedTerms, personsWithRole, rolesOf, type NewGrant, type RoleHolder } from './roles.ts';
export { hashPassword } from './passwords.ts';
export { loadPlaces } from './load-places.ts';
export { contactWords, readContact, sealedContact } from './sealed-contact.ts';
export { resetFactors } from './reset-factors.ts';
export { countWaitingPapers } from './review-power-papers.ts';
export { givePaper } from './power-papers.ts';
export { placesOf } from './throttle.ts';
export { signInName } from './sign-in-name.ts';
export { recoveryCodesLeft } from './recovery-codes.ts';

/** Messages go out as orders to notifications. `publicUrl`: passkeys belong to its host. */
export const identityModule = ({ publicUrl, files }: { publicUrl: URL; files: FileStore }): Module => ({
  name: 'identity',
  routes: [...identityRoutes(), ...passkeyRoutes(siteOf(publicUrl)), ...powersRoutes({ files })],
  jobs: {
    'identity.clean-up': cleanUp,
    'identity.change-contacts': changeDue,
    'identity.send-contact-code': sendContactCode,
    'identity.watch-powers': watchPowers,
    'identity.remind-passwords': remindPasswords,
  },
  on: { 'push.codesChosen': takePushChoice },
  every: [
    { task: 'identity.change-contacts', seconds: 60 },
    { task: 'identity.clean-up', seconds: 3_600 },
    { task: 'identity.watch-powers', seconds: 3_600 },
    { task: 'identity.remind-passwords', seconds: 86_400 },
  ],
});
