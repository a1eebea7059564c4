// What a voice may be refused with.
import type { RefusalTable } from './errors.ts';

export const voiceRefusals = {
  'voice.unclear': { status: 422, text: () => 'Не расслышали. Читайте вслух каждое слово, когда оно на экране, в тихом месте' },
  'voice.alreadyOn': { status: 409, text: () => 'Голос уже подключён. Чтобы записать заново, отключите его' },
  'voice.notOffered': { status: 403, text: () => 'Сейчас голос не подойдёт. Введите код' },
  'voice.over': { status: 422, text: () => 'Минута прошла или эти слова уже использованы. Возьмите новые слова или введите код' },
  'voice.refused': { status: 422, text: () => 'Голос или слова не совпали. Попробуйте новые слова или введите код' },
} as const satisfies RefusalTable;
