// Lines of the journal in Russian. Pure.
import { factPhrases } from '#contract/fact-words';
import { roleWords } from '#contract/role-words';

/** Who acted, with their post: «Иванова Мария Петровна, бухгалтер», «Вы», «Портал». The name of an erased person is gone. */
export function whoOf({ by, isMe, name, role }: { by: string; isMe: boolean; name: string | undefined; role: string | null }): string {
  if (by === 'system') return 'Портал';
  if (by === 'machine') return 'Программа организации';
  const post = roleWords[role ?? ''];
  const who = isMe ? 'Вы' : (name ?? (by === 'person' && role === null ? 'Гость' : 'Человек, чьи данные удалены'));
  return post === undefined ? who : `${who}, ${post}`;
}

/** What changed: «лицевой счёт № П-7, 9 196,61 ₽, файл «heat.csv»». */
export const detailsOf = (action: string, facts: Readonly<Record<string, unknown>>): string => factPhrases(action, facts).join(', ');
