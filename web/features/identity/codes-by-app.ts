// How the codes of whoever looks come.
import { useRootData } from '#web/me.ts';

/** Whether the person's codes are shown by an authenticator app, and no message brings them. */
export const useCodesByApp = (): boolean => useRootData().me.person?.codesBy === 'app';
