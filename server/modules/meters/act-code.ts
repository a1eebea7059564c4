// The code printed on an act. Pure.
import { createHash } from 'node:crypto';
import { checkCode } from '#modules/documents';

/** The same every time for a submission. */
export const actCode = (submissionId: string): string => checkCode(createHash('sha256').update('act').update('\0').update(submissionId).digest());
