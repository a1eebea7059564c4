import * as confirmations from '#contract/confirmations';
import * as contacts from '#contract/contact-change';
import * as devices from '#contract/devices';
import * as contract from '#contract/identity';
import * as recovery from '#contract/recovery';
import { personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import { anyone, command, flow, once, only, own, query, type Route, secured, signedIn } from '#platform/route';
import { answerAsked, answerOf, askedOf } from './ask-known-device.ts';
import { chooseFactor, confirmTotp, removeTotp, renewRecoveryCodes, startTotp } from './authenticator.ts';
import { askCodes, cancelContactChange, changeContact, readContacts } from './change-contact.ts';
import { changePassword } from './change-password.ts';
import { enterCode, resendCode } from './enter-code.ts';
import { securityOf, sessionsOf } from './identity.queries.ts';
import { rememberedName, removeDevice, renameDevice } from './known-device.ts';
import { machineKeys, makeKey, revokeKey } from './machine-keys.ts';
import { confirmationOf, sendByOtherWay } from './other-way.ts';
import { endOtherSessions, endOwnSession, signOut } from './own-sessions.ts';
import { finishRecovery, startRecovery } from './recover-password.ts';
import { passwordStrength } from './set-password.ts';
import { signIn } from './sign-in.ts';
import { finishSignUp, startSignUp } from './sign-up.ts';

/** Secrets (a token, a key, recovery codes) go out by `once`: its answer is not remembered. */
export const identityRoutes = (): Route[] => [
  once(contract.signIn, anyone, (given, { body }, cookies) => signIn(given, body, cookies)),
  once(contract.enterCode, anyone, (given, { body }, cookies) => enterCode(given, body, cookies)),
  once(contract.resendCode, anyone, (given, { body }) => resendCode(given, body)),
  once(contract.signOut, anyone, (given, _input, cookies) => signOut(given, cookies)),
  query(contract.listSessions, signedIn, async (reading) => ({ sessions: await sessionsOf(reading) })),
  command(contract.endOneSession, signedIn, (work, { params }) => endOwnSession(work, params.sessionId)),
  command(contract.endOtherSessions, signedIn, (work) => endOtherSessions(work)),
  once(recovery.startRecovery, anyone, (given, { body }) => startRecovery(given, body.name)),
  once(recovery.finishRecovery, anyone, (given, { body }) => finishRecovery(given, body)),
  once(recovery.startSignUp, anyone, (given, { body }) => startSignUp(given, body.phone)),
  once(recovery.finishSignUp, anyone, (given, { body }, cookies) => finishSignUp(given, body, cookies)),
  query(devices.getRememberedName, anyone, ({ db, actor, now }) => rememberedName(db, actor, now)),
  command(devices.renameDevice, signedIn, (work, { params, body }) => renameDevice(work, params.deviceId, body.name)),
  command(devices.removeDevice, signedIn, (work, { params }) => removeDevice(work, params.deviceId)),
  query(devices.getAsked, secured, (reading) => askedOf(reading)),
  command(devices.answerAsked, secured, (work, { params, body }) => answerAsked(work, params.id, body.isMe)),
  once(devices.getAnswer, anyone, (given, { body }) => answerOf(given, body.challenge)),
  once(contract.changePassword, signedIn, (given, { body }) => changePassword(given, body)),
  query(confirmations.getConfirmation, own, (reading, { params }) => confirmationOf(reading, params.confirmationId)),
  command(confirmations.sendConfirmation, own, (work, { params, body }) => sendByOtherWay(work, params.confirmationId, body)),
  query(contacts.getContacts, secured, (reading, _input, ground) => readContacts(reading, ground)),
  command(contacts.askContactCodes, secured, (work, { body }) => askCodes(work, body)),
  flow(contacts.changeContact, secured, (given, { body }) => changeContact(given, body)),
  command(contacts.cancelContactChange, secured, (work) => cancelContactChange(work)),
  once(contract.checkPassword, signedIn, async ({ db, actor }, { body }) => {
    const { level, fault, says } = await passwordStrength(db, found(personIdOf(actor)), body.newPassword);
    return { level, isEnough: fault === null, says };
  }),
  command(contract.chooseFactor, secured, (work, { body }) => chooseFactor(work, body.factor)),
  once(contract.startTotp, secured, (given) => startTotp(given)),
  once(contract.confirmTotp, secured, (given, { body }) => confirmTotp(given, body.code)),
  once(contract.removeTotp, secured, (given) => removeTotp(given)),
  once(contract.renewRecoveryCodes, secured, (given) => renewRecoveryCodes(given)),
  query(contract.getSecurity, signedIn, (reading) => securityOf(reading)),
  query(contract.listMachineKeys, only('manager'), (reading, { params }) => machineKeys(reading, params.organizationId)),
  flow(contract.makeMachineKey, only('manager'), (given, { params, body }) => makeKey(given, params.organizationId, body)),
  command(contract.revokeMachineKey, only('manager'), (work, { params }) => revokeKey(work, params.organizationId, params.keyId)),
];
