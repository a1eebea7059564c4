// Signing in and its protection in plain words: for the profile, the journal and the letters that tell of a change.

/** What of a person's protection changed. */
export const protectionWords = {
  totpOn: 'подключено приложение с кодами',
  totpOff: 'отключено приложение с кодами',
  contactChanged: 'изменён телефон или почта',
  factorsReset: 'отключены прежние способы входа, по вашему обращению',
  recoveryCodes: 'выпущены новые запасные коды',
  factorChosen: 'выбран другой второй шаг входа',
  factorOff: 'второй шаг входа выключен',
  signInStopped: 'остановлен необычный вход, в кабинет никто не попал; причины в истории входов',
  passkeyOn: 'добавлен ключ доступа',
  passkeyOff: 'убран ключ доступа',
  outsideOn: 'подключён вход через другую систему',
  outsideOff: 'отключён вход через другую систему',
  certificateOn: 'добавлен сертификат для входа',
  certificateOff: 'убран сертификат для входа',
  signingKeyOn: 'выдан ключ электронной подписи',
  signingKeyOff: 'отозван ключ электронной подписи',
  voiceOn: 'подключён вход по голосу',
  voiceOff: 'отключён вход по голосу, образец удалён',
} as const satisfies Readonly<Record<string, string>>;

/** By which door a person came. */
export const doorWords = {
  password: 'паролем',
  passkey: 'ключом доступа',
  certificate: 'сертификатом',
  state: 'через Госуслуги',
  bank: 'через банк',
  recovery: 'по коду из сообщения',
} as const satisfies Readonly<Record<string, string>>;

/** Why a signing in looked unusual. */
export const riskWords = {
  newDevice: 'новое устройство',
  place: 'необычное место',
  hour: 'необычное время',
  failures: 'перед этим ошибались с паролем',
  manyFailures: 'перед этим подбирали пароль',
  agent: 'браузер изменился',
} as const satisfies Readonly<Record<string, string>>;

/** What was shown on entering. */
export const proofWords = {
  password: 'пароль',
  code: 'код из сообщения',
  totp: 'код из приложения',
  recovery: 'запасной код',
  passkey: 'ключ доступа',
  certificate: 'сертификат',
  state: 'Госуслуги',
  bank: 'банк',
  device: '«Это я» на другом устройстве',
  voice: 'голос',
} as const satisfies Readonly<Record<string, string>>;

/** What a program of an organization may do with its key. */
export const operationWords = {
  'registers.load': 'загружать реестры и читать, как прошла загрузка',
  'readings.load': 'загружать показания и читать, как прошла загрузка',
} as const satisfies Readonly<Record<string, string>>;
