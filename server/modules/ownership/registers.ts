// The port to the registers (property, tax service, interior ministry) and its client over HTTP. Whatever does not come, or cannot be read, is
// `silent`: asked again later, and no page waits for it.
import { type Static, type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import { isDay } from '#platform/time';
import { shareOf, WHOLE, type Share } from './share.ts';

export type RegisterAnswer<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'silent'; readonly why: string };

export type RegisterHolder = { readonly name: string; readonly birthDay: string | null; readonly snils: string | null; readonly inn: string | null };
export type RegisterRight = {
  readonly number: string;
  readonly registeredOn: string;
  readonly endedOn: string | null;
  /** Null: common property without shares. */ readonly share: Share | null;
  readonly ground: string | null;
  readonly holders: readonly RegisterHolder[];
};
export type RegisterRestriction = { readonly number: string; readonly words: string; readonly from: string; readonly to: string | null };
export type RegisterObject = {
  readonly cadastralNumber: string;
  readonly address: string;
  readonly area: string;
  readonly rights: readonly RegisterRight[];
  readonly restrictions: readonly RegisterRestriction[];
};
export type RegisterPassport = {
  readonly name: string;
  readonly birthDay: string;
  readonly state: 'valid' | 'invalid';
  readonly issuedOn: string | null;
  readonly registeredAt: string | null;
};
export type RegisterTaxpayer = { readonly name: string; readonly birthDay: string };
export type RegisterBank = { readonly name: string; readonly state: 'open' | 'closed' };

export type Registers = {
  property(cadastralNumber: string): Promise<RegisterAnswer<RegisterObject>>;
  passport(series: string, number: string): Promise<RegisterAnswer<RegisterPassport>>;
  taxpayer(inn: string): Promise<RegisterAnswer<RegisterTaxpayer>>;
  /** By БИК, in the directory of the Bank of Russia. */
  bank(bankCode: string): Promise<RegisterAnswer<RegisterBank>>;
};

/** What changed in the property register, in its order. A change says only that there is something new: the object itself is asked for. */
export type RegisterChange = { readonly cursor: string; readonly cadastralNumber: string; readonly at: string };
export type RegisterFeed = {
  /** At most a hundred after the cursor, '' for the first. */ changes(after: string): Promise<RegisterAnswer<readonly RegisterChange[]>>;
};

const Name = Type.String({ minLength: 1, maxLength: 1_000 });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const maybe = <S extends TSchema>(schema: S) => Type.Optional(schema);
const ObjectSchema = Type.Object({
  cadastralNumber: Name,
  address: Name,
  area: Name,
  rights: Type.Array(
    Type.Object({
      number: Name,
      registeredOn: Day,
      endedOn: maybe(Day),
      ground: maybe(Name),
      share: maybe(Type.Object({ numerator: Type.Integer({ minimum: 1 }), denominator: Type.Integer({ minimum: 1 }) })),
      holders: Type.Array(Type.Object({ name: Name, birthDay: maybe(Day), snils: maybe(Name), inn: maybe(Name) }), { minItems: 1, maxItems: 1_000 }),
    }),
    { maxItems: 1_000 },
  ),
  restrictions: Type.Array(Type.Object({ number: Name, words: Name, from: Day, to: maybe(Day) }), { maxItems: 1_000 }),
});
const PassportSchema = Type.Object({
  name: Name,
  birthDay: Day,
  state: Type.Union([Type.Literal('valid'), Type.Literal('invalid')]),
  issuedOn: maybe(Day),
  registeredAt: maybe(Name),
});
const TaxpayerSchema = Type.Object({ name: Name, birthDay: Day });
const BankSchema = Type.Object({ name: Name, state: Type.Union([Type.Literal('open'), Type.Literal('closed')]) });

const ChangesSchema = Type.Object({
  changes: Type.Array(Type.Object({ cursor: Type.String({ minLength: 1, maxLength: 100 }), cadastralNumber: Name, at: Name }), { maxItems: 100 }),
});

/** A client of the gateway. Never throws. */
export function openRegisters({ url, timeoutMs }: { url: string; timeoutMs: number }): Registers & RegisterFeed {
  const ask = async <S extends TSchema, T>(
    path: string,
    body: object,
    { schema, read }: { schema: S; read: (told: Static<S>) => T | undefined },
  ): Promise<RegisterAnswer<T>> => {
    try {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.status !== 200) return silent(`status ${response.status}`);
      const { found } = (await response.json()) as { found?: unknown };
      if (found === null) return { kind: 'unknown' };
      const value = Check(schema, found) ? read(found) : undefined;
      return value === undefined ? silent('unreadable') : { kind: 'found', value };
    } catch (error) {
      return silent(error instanceof SyntaxError ? 'unreadable' : (error as Error).name === 'TimeoutError' ? 'timeOut' : 'connection');
    }
  };
  return {
    changes: (after) => ask('/property/changes', { after }, { schema: ChangesSchema, read: ({ changes }) => changes }),
    property: (cadastralNumber) => ask('/property/object', { cadastralNumber }, { schema: ObjectSchema, read: objectOf }),
    passport: (series, number) =>
      ask(
        '/interior/passport',
        { series, number },
        {
          schema: PassportSchema,
          read: ({ name, birthDay, state, issuedOn = null, registeredAt = null }) => ({ name, birthDay, state, issuedOn, registeredAt }),
        },
      ),
    taxpayer: (inn) => ask('/tax/person', { inn }, { schema: TaxpayerSchema, read: ({ name, birthDay }) => ({ name, birthDay }) }),
    bank: (bankCode) => ask('/bank/bic', { bankCode }, { schema: BankSchema, read: ({ name, state }) => ({ name, state }) }),
  };
}

const silent = (why: string) => ({ kind: 'silent', why }) as const;

/** Undefined for days and shares that cannot be: what the register means is then not known. */
function objectOf({ cadastralNumber, address, area, rights, restrictions }: Static<typeof ObjectSchema>): RegisterObject | undefined {
  const days = [...rights.flatMap(({ registeredOn, endedOn }) => [registeredOn, endedOn]), ...restrictions.flatMap(({ from, to }) => [from, to])];
  if (days.some((day) => day !== undefined && !isDay(day))) return undefined;
  const read = rights.map(({ number, registeredOn, endedOn = null, ground = null, share, holders }): RegisterRight | undefined => {
    const told = share ? shareOf(BigInt(share.numerator), BigInt(share.denominator)) : holders.length === 1 ? WHOLE : null;
    return told === undefined
      ? undefined
      : {
          number,
          registeredOn,
          endedOn,
          ground,
          share: told,
          holders: holders.map(({ name, birthDay = null, snils = null, inn = null }) => ({ name, birthDay, snils, inn })),
        };
  });
  if (read.includes(undefined)) return undefined;
  return {
    cadastralNumber,
    address,
    area,
    rights: read.flatMap((one) => one ?? []),
    restrictions: restrictions.map(({ number, words, from, to = null }) => ({ number, words, from, to })),
  };
}
