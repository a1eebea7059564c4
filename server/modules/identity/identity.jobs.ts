// What is over is deleted: nothing here is kept longer than it serves the person.
import type { Job } from '#platform/module';
import { forgetTries } from './count-try.ts';
import { forgetCopies } from './review-power-papers.ts';
import { FORGET_MS } from './throttle.ts';
import './identity.tables.ts';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 90;

/** Sessions, challenges, codes and counts that are over; the history of signing in after ninety days. */
export const cleanUp: Job = {
  async run({ db, now }) {
    const before = (ms: number): string => new Date(now().getTime() - ms).toISOString();
    await db.deleteFrom('identity.session').where('until', '<', before(DAY_MS)).execute();
    await db.deleteFrom('identity.sign_in_challenge').where('until', '<', before(DAY_MS)).execute();
    await db.deleteFrom('identity.contact_proof').where('until', '<', before(0)).execute();
    await db.deleteFrom('identity.passkey_challenge').where('until', '<', before(0)).execute();
    await db.deleteFrom('identity.one_time_code').where('until', '<', before(DAY_MS)).execute();
    await db.deleteFrom('identity.known_device').where('until', '<', before(0)).execute();
    await db
      .deleteFrom('identity.sign_in_event')
      .where('at', '<', before(HISTORY_DAYS * DAY_MS))
      .execute();
    await forgetCopies(db, now());
    await db
      .deleteFrom('identity.unknown_entry')
      .where('at', '<', before(HISTORY_DAYS * DAY_MS))
      .execute();
    await forgetTries(db, new Date(now().getTime() - FORGET_MS));
  },
};
