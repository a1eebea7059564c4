// Refusals of what all modules share: lists, files, long work.
import type { RefusalTable } from './errors.ts';

export const platformRefusals = {
  'file.active': { status: 422, text: () => 'Такие файлы не принимаем: в них может быть программа. Пришлите PDF, снимок или таблицу' },
  'file.damaged': { status: 422, text: () => 'Файл повреждён и не открывается. Сохраните его заново и пришлите ещё раз' },
  'file.empty': { status: 422, text: () => 'Файл пустой. Выберите другой' },
  'file.locked': { status: 422, text: () => 'PDF защищён паролем, и его нельзя проверить. Снимите защиту и пришлите ещё раз' },
  'file.missing': { status: 422, text: () => 'Выберите файл' },
  'file.mismatch': {
    status: 422,
    text: (f) => `Содержимое файла не похоже на ${f['declared'] ?? 'заявленный вид'}. Сохраните его в нужном виде и пришлите ещё раз`,
  },
  'file.tooLarge': { status: 413, text: (f) => `Файл больше ${f['limit'] ?? 'допустимого'}. Уменьшите его и пришлите ещё раз` },
  'file.type': { status: 415, text: (f) => `Такой вид файла здесь не принимаем. Подойдут: ${f['accepted'] ?? 'PDF, JPEG, PNG'}` },
  'list.mark': { status: 422, text: () => 'Эта страница списка устарела. Откройте список с начала' },
  'list.tooLongForPdf': {
    status: 422,
    text: (f) => `В списке ${f['count'] ?? 'слишком много'} строк, а PDF вмещает ${f['most'] ?? 10_000}. Скачайте таблицу XLSX или CSV либо сузьте отбор`,
  },
  'progress.finished': { status: 409, text: () => 'Это уже закончилось, отменять нечего' },
  'progress.notSafe': { status: 422, text: () => 'Эту работу нельзя прервать на полпути. Дождитесь конца: страницу можно закрыть' },
} as const satisfies RefusalTable;
