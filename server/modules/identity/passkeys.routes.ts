import * as contract from '#contract/passkeys';
import { anyone, command, once, own, type Route, secured } from '#platform/route';
import { passkeyConfirm, passkeyConfirmOptions } from './confirm-by-passkey.ts';
import { passkeySignIn, passkeySignInOptions } from './enter-by-passkey.ts';
import { addPasskey, removePasskey, renamePasskey, startPasskey } from './passkeys.ts';
import type { Site } from './verify-passkey.ts';

/** Challenges are random and answered once: their routes are `once`, and nothing of them is remembered. */
export const passkeyRoutes = (site: Site): Route[] => [
  once(contract.startPasskey, secured, (given) => startPasskey(given, site)),
  once(contract.addPasskey, secured, (given, { body }) => addPasskey(given, site, body)),
  command(contract.renamePasskey, secured, (work, { params, body }) => renamePasskey(work, params.passkeyId, body.name)),
  command(contract.removePasskey, secured, (work, { params }) => removePasskey(work, params.passkeyId)),
  once(contract.passkeySignInOptions, anyone, (given, { body }) => passkeySignInOptions(given, site, body)),
  once(contract.passkeySignIn, anyone, (given, { body }, cookies) => passkeySignIn(given, site, body, cookies)),
  once(contract.passkeyConfirmOptions, own, (given, { params }) => passkeyConfirmOptions(given, site, params.confirmationId)),
  once(contract.passkeyConfirm, own, (given, { params, body }) => passkeyConfirm(given, site, { ...params, ...body })),
];
