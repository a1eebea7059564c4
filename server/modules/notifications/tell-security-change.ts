// A stranger may have changed it: the person hears of it by every channel.
import type { Consumer } from '#platform/module';
import type { NoticeKindName } from './notice-kinds.ts';
import { notify } from './notify.ts';

const WORDS = { totpOn: 'подключено приложение с кодами', totpOff: 'отключено приложение с кодами', contactChanged: 'изменён телефон или почта', factorsReset: 'отключены прежние способы входа, по вашему обращению', recoveryCodes: 'выпущены новые запасные коды', factorChosen: 'выбран другой второй шаг входа', factorOff: 'второй шаг входа выключен', signInStopped: 'остановлен необычный вход, в кабинет никто не попал; причины в истории входов', passkeyOn: 'добавлен ключ доступа', passkeyOff: 'убран ключ доступа', outsideOn: 'подключён вход через другую систему', outsideOff: 'отключён вход через другую систему', certificateOn: 'добавлен сертификат для входа', certificateOff: 'убран сертификат для входа', signingKeyOn: 'выдан ключ электронной подписи', signingKeyOff: 'отозван ключ электронной подписи', voiceOn: 'подключён вход по голосу', voiceOff: 'отключён вход по голосу, образец удалён' } as const;

/** Consumer of identity's `security.changed`. */
export const tellSecurityChange: Consumer<'security.changed'> = async (work, { at, data }) => {
  const kind: NoticeKindName = data.what === 'password' ? 'identity.passwordChanged' : 'identity.factorChanged';
  const facts = { at, ...(data.what !== 'password' && { what: WORDS[data.what] }) };
  await notify(work, { personIds: [data.personId], kind, facts, link: '/profile' });
};
