// Rooms as an accountant types or pastes them: a line for each, «44; 44-1; 17,4» or cells of a sheet.
import type { BodyOf } from '#contract/endpoint';
import type { Problem } from '#contract/errors';
import type { saveRooms } from '#contract/housing';
import { numberErrorText, parseDecimal } from '#contract/russian';
import { wrongFields } from '#ui/problem.ts';

type Room = BodyOf<typeof saveRooms>['rooms'][number];
/** `lines`: the line of the text that each room stands on, from 1. */
export type TypedRooms = { rooms: Room[]; lines: number[]; wrong: string[] };

/** Reads the text; what cannot be read is told by its line. */
export function roomsOf(text: string): TypedRooms {
  const read: TypedRooms = { rooms: [], lines: [], wrong: [] };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [flat = '', number = '', typed = '', ...more] = line.split(/[;\t]/).map((cell) => cell.trim());
    const area = parseDecimal(typed, 2);
    const told =
      flat === '' || number === '' || more.some((cell) => cell !== '')
        ? 'нужны квартира, комната и площадь через точку с запятой'
        : typeof area !== 'string'
          ? `площадь: ${numberErrorText(area.error, 2).toLowerCase()}`
          : null;
    if (told !== null || typeof area !== 'string') read.wrong.push(`Строка ${index + 1}: ${told}`);
    else {
      read.rooms.push({ flat, number, area });
      read.lines.push(index + 1);
    }
  }
  return read;
}

/** What the API refused by rows, told by the lines of the text at its one field. */
export function byLines(problem: Problem, lines: readonly number[]): Problem {
  const told = (problem.fields ?? []).map(({ pointer, detail }) => `Строка ${lines[Number(pointer.split('/')[2])] ?? '?'}: ${detail}`);
  return told.length === 0 ? problem : wrongFields({ list: told.join('. ') });
}
