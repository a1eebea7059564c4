// A telephone or address of somebody invited: sealed at rest in its table, found by its blind index.
import { formatPhone, parsePhone } from '#contract/phone';
import { refuseFields } from '#platform/errors';
import { blindIndex, blindIndexes, type IndexedColumn, openField, sealField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import { canonicalEmail } from './sign-in-name.ts';

/** Columns `contact` and `contact_index` of the table; a row's value is bound to its id. */
export type SealedContact = {
  readonly index: IndexedColumn;
  seal(keys: KeyRing, id: string, contact: string): { contact: Buffer; contact_index: Buffer };
  open(keys: KeyRing, id: string, stored: Buffer): string;
  indexes(keys: KeyRing, contact: string): Buffer[];
};

export function sealedContact(table: string): SealedContact {
  const index = { table, column: 'contact', normalise: (contact: string): string => contact };
  const place = (rowId: string) => ({ table, column: 'contact', rowId });
  return {
    index,
    seal: (keys, id, contact) => ({ contact: sealField(keys, place(id), contact), contact_index: blindIndex(keys, index, contact) }),
    open: (keys, id, stored) => openField(keys, place(id), stored),
    indexes: (keys, contact) => blindIndexes(keys, index, contact),
  };
}

/** As its sender sees it. */
export const contactWords = (contact: string): string => (contact.includes('@') ? contact : formatPhone(contact));

/** Written canonically; refuses the field `/contact` when it is neither. */
export const readContact = (typed: string): string =>
  (typed.includes('@') ? canonicalEmail(typed) : parsePhone(typed.trim())) ??
  refuseFields([{ pointer: '/contact', code: 'input.invalid', detail: 'Введите телефон, например +7 912 345-67-89, или адрес почты' }]);
