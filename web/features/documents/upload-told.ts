// What an upload of papers came to, in words: for loaders, the words stay on the server.
import { type ErrorCode, refusals, type RefusalText } from '#contract/errors';
import { counted } from '#contract/russian';

/** What the form came back with. `next`: what becomes of the files. */
export function uploadTold(query: URLSearchParams, next: string): { added: string | null; refused: string | null } {
  const [added, code, more] = [Number(query.get('added')), query.get('refused'), Number(query.get('more'))];
  const why = code !== null && code in refusals ? (refusals[code as ErrorCode] as RefusalText).text({ limit: '60 МБ' }) : null;
  return {
    added: Number.isInteger(added) && added > 0 ? `Положили ${counted(added, ['файл', 'файла', 'файлов'])}. ${next}` : null,
    refused:
      why === null
        ? null
        : `${query.get('file') ? `«${query.get('file')?.slice(0, 150)}»: ` : ''}${why}${Number.isInteger(more) && more > 0 ? `. Не подошло и ещё ${counted(more, ['файл', 'файла', 'файлов'])}` : ''}`,
  };
}
