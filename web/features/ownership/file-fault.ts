// What was wrong with a file, by the code in the address. Runs on the server.
import { refusalText } from '#web/refusal-text.ts';

/** Faults of an extract come by a code of their own; the rest are refusals of files. */
const EXTRACT_WORDS: Readonly<Record<string, string>> = {
  'extract.tooLarge': 'Выписка больше 20 МБ. Закажите выписку об одном объекте', 'extract.doctype': 'В файле есть то, чего в выписках не бывает. Скачайте выписку заново', 'extract.cut': 'Файл оборван или повреждён. Скачайте его заново',
  'extract.root': 'Это не выписка из ЕГРН о правах на недвижимость', 'extract.tooMuch': 'В выписке слишком много записей. Закажите выписку об одном объекте', 'extract.noNumber': 'В выписке не нашли её номера', 'extract.noDate': 'В выписке не нашли её даты',
  'extract.noCadastralNumber': 'В выписке не нашли кадастрового номера',
};
export const fileFault = (code: string | null): string | null => (code === null ? null : (EXTRACT_WORDS[code] ?? refusalText(code)));
