// Signing in, sessions, second factors, passwords, keys for machines.
import { Id, Text } from './types.ts';

/** Members of the body of a command that is confirmed by a code (CONF-1): `obj({ …, ...confirmationFields })`. */
export const confirmationFields = { confirmationId: Id, code: Text(12, 1) };
