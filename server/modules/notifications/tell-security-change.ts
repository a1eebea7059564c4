// A stranger may have changed it: the person hears of it by every channel.
import { protectionWords } from '#contract/protection-words';
import type { Consumer } from '#platform/module';
import type { NoticeKindName } from './notice-kinds.ts';
import { notify } from './notify.ts';

/** Consumer of identity's `security.changed`. */
export const tellSecurityChange: Consumer<'security.changed'> = async (work, { at, data }) => {
  const kind: NoticeKindName = data.what === 'password' ? 'identity.passwordChanged' : 'identity.factorChanged';
  const facts = { at, ...(data.what !== 'password' && { what: protectionWords[data.what] }) };
  await notify(work, { personIds: [data.personId], kind, facts, link: '/profile' });
};
