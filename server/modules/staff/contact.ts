// The telephone or address of who is invited: sealed at rest, found by its blind index.
import { formatPhone, parsePhone } from '#contract/phone';
import { refuseFields } from '#platform/errors';
import { type FieldPlace, openField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import { canonicalEmail } from '#modules/identity';

/** How contacts of invitations are looked up; they are written canonically. */
export const CONTACT_INDEX = { table: 'staff.invitation', column: 'contact', normalise: (contact: string): string => contact };
export const contactPlace = (rowId: string): FieldPlace => ({ table: 'staff.invitation', column: 'contact', rowId });
export const openContact = (keys: KeyRing, id: string, stored: Buffer): string => openField(keys, contactPlace(id), stored);

/** As the manager sees it. */
export const contactWords = (contact: string): string => (contact.includes('@') ? contact : formatPhone(contact));

/** Refuses the field when it is neither. */
export const readContact = (typed: string): string =>
  (typed.includes('@') ? canonicalEmail(typed) : parsePhone(typed.trim())) ?? refuseFields([{ pointer: '/contact', code: 'input.invalid', detail: 'Введите телефон, например +7 912 345-67-89, или адрес почты' }]);
