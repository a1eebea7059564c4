// What one-time codes are for and how they come, as people read it: in the journal and in «Мои данные».

/** By the purpose that a code is bound to. */
export const codePurposes: Readonly<Record<string, string>> = {
  'sign-in': 'вход',
  recovery: 'новый пароль вместо забытого',
  'contact change': 'смена телефона или почты',
  'power of attorney': 'доверенность',
  'paper power of attorney': 'бумажная доверенность',
  payment: 'платёж',
  autopayment: 'автоплатёж',
  'account.suspension': 'приостановка лицевого счёта',
  'account.removal': 'удаление лицевого счёта',
  'privacy.copy': 'копия данных',
  'privacy.erase': 'удаление кабинета',
  'sign.agreements.sign': 'подпись договора',
  'sign.meters.act': 'подпись акта',
  'sign.ownership.claim': 'подпись заявления о владении',
  'sign.ownership.shares': 'подпись соглашения о долях',
  'signing.revoke': 'отзыв сертификата',
};

/** By the channel of a code. */
export const codeChannels: Readonly<Record<string, string>> = {
  sms: 'по СМС',
  email: 'письмом',
  push: 'уведомлением',
  totp: 'в приложении для кодов',
  passkey: 'ключом доступа',
};
