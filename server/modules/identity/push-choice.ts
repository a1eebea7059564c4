// Whether codes go to a device first: notifications know the devices, identity asks for the channel.
import type { Consumer } from '#platform/module';
import './identity.tables.ts';

/** Consumer of notifications' `push.codesChosen`. A late word does no harm: a push that finds no device gives way to a message. */
export const takePushChoice: Consumer<'push.codesChosen'> = async (work, { data }) => {
  await work.tx.updateTable('identity.person').set({ push_codes: data.isOn }).where('id', '=', data.personId).execute();
};
