// The one table of statuses (AUD-3): each status of each object has its Russian word and stands in one of five ways, which look the same everywhere.
// The rows lie by subject, so that a page loads only its own; `all.ts` has them together, and a test walks every status of the database and of the API.

/** `cancelled`: also over, and never begun: nothing is asked and nothing is promised. */
export const standings = { processing: 'в обработке', approved: 'одобрен', rejected: 'отклонён', yours: 'ждёт вас', cancelled: 'отменён' } as const;
export type Standing = keyof typeof standings;

/** Who looks: a resident, or somebody at work. */
export type Side = 'person' | 'work';
/** `person`, `work`: what the side whose step is next calls it; the other is only told how it goes. */
export type StatusRow = { readonly word: string; readonly standing: Standing } & { readonly [One in Side]?: string };
export type StatusRows = Readonly<Record<string, StatusRow>>;

/** Only the codes: for the API's schemas. */
export const keysOf = <Rows extends StatusRows>(rows: Rows) => Object.keys(rows) as [keyof Rows & string, ...(keyof Rows & string)[]];

/** Only the words: for the columns of lists and for papers. `only`: a list that shows some of the statuses. */
export const wordsOf = <Rows extends StatusRows, Key extends keyof Rows & string = keyof Rows & string>(
  rows: Rows,
  only: readonly Key[] = keysOf(rows) as readonly string[] as readonly Key[],
) => Object.fromEntries(only.map((key) => [key, rows[key]!.word])) as { readonly [One in Key]: string };

/** How one status is called and stands for the side that looks; without a side, for somebody whose step it is not. */
export function standingOf<Rows extends StatusRows>(rows: Rows, is: keyof Rows & string, side?: Side): { readonly word: string; readonly standing: Standing } {
  const row = rows[is]!;
  const own = side && row[side];
  return own === undefined ? row : { word: own, standing: 'yours' };
}
