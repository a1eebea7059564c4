// What the portal asks about a person, and of whom.
import type { RecordSource } from '#contract/records';
import type { OwnSide, Told } from './compare-records.ts';

/** A home the person owns, as the organization in charge keeps it. */
export type OwnedHome = { readonly address: string; readonly cadastralNumber: string | null; readonly areaTotal: string; readonly ownerName: string };
export type Asked = { readonly side: OwnSide; readonly homes: readonly OwnedHome[] };
export type Answered = Pick<Told, 'facts' | 'homes'>;

/** `ask` answers what the register knows, nothing where it knows nobody such, and throws when it is silent; how long is waited is its client's. */
export type RegisterToAsk = { readonly source: RecordSource; ask(asked: Asked): Promise<Answered> };
export type RecordsPorts = { readonly registers: readonly RegisterToAsk[] };
