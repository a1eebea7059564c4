// A form of staff offers some of their houses; the rest are found by the words of an address.
import { Type } from 'typebox';

/** So many houses a person can choose from. */
export const HOUSES_OFFERED = 200;

/** Members of a query. */
export const soughtHouse = { q: Type.Optional(Type.String({ maxLength: 100, description: "Words of the house's address" })) };
/** A member of the answer. */
export const moreHouses = { more: Type.Boolean({ description: 'There are more houses than are offered' }) };
