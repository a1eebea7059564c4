// Where people can be reached by each channel: the confirmed addresses that identity knows, and devices that take push.
import type { Db } from '#platform/tables';
import type { OutsideChannel } from './notice-kinds.ts';
import type { NotificationPorts } from './ports.ts';
import { personsWithDevices } from './push-targets.ts';

/** A phone as carriers want it, 7 and ten digits; of push the person, whose devices are found when it is sent. */
export type Reach = Readonly<Partial<Record<OutsideChannel, string>>>;

/** Two statements. `forCodes`: only devices that the person chose for codes. */
export async function reachOf(
  { db, ports }: { db: Db; ports: Pick<NotificationPorts, 'contactsOf'> },
  personIds: readonly string[],
  forCodes = false,
): Promise<ReadonlyMap<string, Reach>> {
  const [contacts, takers] = await Promise.all([ports.contactsOf(db, personIds), personsWithDevices(db, personIds, { forCodes })]);
  return new Map(
    personIds.map((personId) => {
      const { email, phone } = contacts.get(personId) ?? { email: null, phone: null };
      return [personId, { ...(email && { email }), ...(phone && { sms: phone.replace('+', '') }), ...(takers.has(personId) && { push: personId }) }];
    }),
  );
}
