// What an extract from the register of real estate says, and what can be wrong with the file.
import type { ExtractFault } from '#contract/extract-faults';
import type { Day } from '#platform/time';
import type { Share } from './share.ts';

/** `hidden`: since March 2023 the holder's name is left out for others, so such an extract confirms nobody. */
export type ExtractHolder =
  | { readonly kind: 'person'; readonly name: string; readonly birthDay: Day | null; readonly snils: string | null }
  | { readonly kind: 'organization'; readonly name: string; readonly inn: string | null }
  | { readonly kind: 'public'; readonly name: string }
  | { readonly kind: 'hidden' };

/** `joint`: common property without shares. */
export type RightKind = 'sole' | 'shared' | 'joint' | 'other';
export type ExtractRight = {
  readonly kind: RightKind;
  readonly words: string;
  readonly number: string | null;
  readonly registeredOn: Day | null;
  /** Not null: the right has ended, it confirms nothing. */
  readonly endedOn: Day | null;
  /** The whole for a sole right; null where the words could not be read and for joint property. */
  readonly share: Share | null;
  readonly shareText: string | null;
  readonly holders: readonly ExtractHolder[];
};
export type Encumbrance = {
  readonly number: string | null;
  readonly code: string;
  readonly words: string;
  readonly from: Day | null;
  readonly to: Day | null;
  readonly rights: readonly string[];
};

export type Extract = {
  /** The name of the document's root: of what kind and age of form it is. */
  readonly form: string;
  readonly number: string;
  readonly formedOn: Day;
  readonly cadastralNumber: string;
  /** Decimal text in m². */
  readonly area: string | null;
  readonly address: string | null;
  readonly kindWords: string | null;
  readonly rights: readonly ExtractRight[];
  readonly encumbrances: readonly Encumbrance[];
};

export type ExtractReading = { readonly ok: true; readonly extract: Extract } | { readonly ok: false; readonly fault: ExtractFault };
