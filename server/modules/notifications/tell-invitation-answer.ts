// Whoever invited somebody into a home hears what came of it.
import type { Consumer } from '#platform/module';
import { notify } from './notify.ts';

/** Consumer of household's `household.answered`. */
export const tellInvitationAnswer: Consumer<'household.answered'> = (work, { data }) =>
  notify(work, {
    personIds: [data.invitedBy],
    kind: 'household.answered',
    facts: { name: data.name, answer: data.isAccepted ? 'теперь в вашем доме' : 'не примет приглашение' },
    link: '/home/people',
  });
