// Lines of the journal in Russian. Pure.
import { factWords } from '#contract/action-words';
import { roleWords } from '#contract/role-words';
import { formatDay, formatKopecks, formatMonth } from '#contract/russian';
import { isDay, isMonth } from '#platform/time';

/** Who acted, with their post: «Иванова Мария Петровна, бухгалтер», «Вы», «Портал». The name of an erased person is gone. */
export function whoOf({ by, isMe, name, role }: { by: string; isMe: boolean; name: string | undefined; role: string | null }): string {
  if (by === 'system') return 'Портал';
  if (by === 'machine') return 'Программа организации';
  const post = roleWords[role ?? ''];
  const who = isMe ? 'Вы' : (name ?? (by === 'person' && role === null ? 'Гость' : 'Человек, чьи данные удалены'));
  return post === undefined ? who : `${who}, ${post}`;
}

/** What changed, from the facts that have a Russian name: «сумма: 9 196,61 ₽, файл: heat.csv». */
export function detailsOf(facts: Readonly<Record<string, unknown>>): string {
  // In the order of the table: the database keeps none.
  const parts = Object.entries(factWords).flatMap(([key, word]) => {
    const value = facts[key];
    if (value === undefined || value === null || typeof value === 'object' || value === '') return [];
    return [`${word}: ${valueOf(key, value as string | number | boolean)}`];
  });
  return parts.join(', ');
}

function valueOf(key: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  if (key.endsWith('Kopecks') && Number.isSafeInteger(Number(value))) return formatKopecks(Number(value));
  const text = String(value);
  if (key === 'role') return roleWords[text] ?? text;
  if (isMonth(text)) return formatMonth(text);
  return isDay(text) ? formatDay(text) : text;
}
