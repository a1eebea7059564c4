// Refusals of consents and of what is done with personal data.
import type { RefusalTable } from './errors.ts';

export const privacyRefusals = {
  'consent.needed': { status: 403, text: (f) => `Для этого нужно ваше согласие: «${f['title'] ?? ''}». Дать его можно в разделе «Профиль → Согласия»` },
  'privacy.sameText': { status: 409, text: () => 'Этот текст уже действует или опубликован: измените его' },
  'privacy.textChanged': { status: 409, text: () => 'Пока вы читали, текст изменился. Прочитайте новый и решите ещё раз' },
} as const satisfies RefusalTable;
