// What is kept of a premises that left the heating of its house (items 40 and 42(1) of Rules 354), and how it is checked. Pure.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { getPremises, setOwnHeating as endpoint } from '#contract/housing';
import { refuseFields } from '#platform/errors';
import type { Day } from '#platform/time';
import { typedDays, wrongField } from './card-checks.ts';
import type { House, Premises } from './housing.queries.ts';

export type OwnHeating = NonNullable<AnswerOf<typeof getPremises>['ownHeating']>;
type Columns = Pick<Premises, 'ownHeatingFrom' | 'ownHeatingTo' | 'ownHeatingPaper'>;
export type TypedHeating = BodyOf<typeof endpoint>['ownHeating'];

export const ownHeatingOf = ({ ownHeatingFrom, ownHeatingTo, ownHeatingPaper }: Columns): OwnHeating | null =>
  ownHeatingFrom === null ? null : { fromDay: ownHeatingFrom, toDay: ownHeatingTo, paper: ownHeatingPaper! };

/** A room is heated with its flat; a house with a boiler of its own has nothing to leave. Pure. */
export const mayLeaveHeating = ({ kind }: Pick<Premises, 'kind'>, { heating }: Pick<House, 'heating'>): boolean =>
  (kind === 'flat' || kind === 'commercial') && heating !== 'own_boiler';

/** What was typed; refuses every field that does not hold. */
export function checkOwnHeating(typed: TypedHeating, today: Day): OwnHeating | null {
  if (typed === null) return null;
  const { fromDay, toDay, wrong } = typedDays(typed, today);
  const paper = typed.paper.trim();
  if (paper.length < 5) wrong.push(wrongField('paper', 'Напишите, какой это документ, его число и номер'));
  if (wrong.length > 0) refuseFields(wrong);
  return { fromDay, toDay, paper };
}
