// Refusals of consents and of what is done with personal data.
import type { RefusalTable } from './errors.ts';

export const privacyRefusals = {
  'consent.needed': { status: 403, text: (f) => `Для этого нужно ваше согласие: «${f['title'] ?? ''}». Дать его можно в разделе «Профиль → Согласия»` },
  'privacy.answered': { status: 409, text: () => 'На это обращение уже ответили' },
  'privacy.copyGoing': { status: 409, text: () => 'Копия уже готовится. Дождитесь её' },
  'privacy.notWaiting': { status: 409, text: () => 'Удаление не запрошено или уже отменено' },
  'privacy.sameText': { status: 409, text: () => 'Этот текст уже действует или опубликован: измените его' },
  'privacy.staff': { status: 409, text: () => 'Пока вы работаете в организации портала, удалить кабинет нельзя: попросите руководителя снять роль' },
  'privacy.textChanged': { status: 409, text: () => 'Пока вы читали, текст изменился. Прочитайте новый и решите ещё раз' },
  'privacy.tooManyRequests': { status: 429, text: () => 'Слишком много обращений за день. Дождитесь ответа на прежние' },
} as const satisfies RefusalTable;
