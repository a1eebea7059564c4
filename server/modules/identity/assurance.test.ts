import { expect, test } from 'vitest';
import { levelOf, type Proof, PROOFS, SECOND_FACTORS } from './assurance.ts';

const subsets = (proofs: readonly Proof[]): Proof[][] => proofs.reduce<Proof[][]>((all, proof) => [...all, ...all.map((set) => [...set, proof])], [[]]);

test('AUTH-2: every set of proofs under every policy: the level, cell by cell', () => {
  const table = Object.fromEntries(SECOND_FACTORS.map((policy) => [policy, subsets(PROOFS).map((proofs) => `${proofs.join('+') || 'nothing'}=${levelOf(proofs, policy)}`).filter((cell) => !cell.endsWith('=0'))]));
  const withMessage = ['password+code=2', 'password+totp=2', 'password+code+totp=2', 'password+recovery=2', 'password+code+recovery=2', 'password+totp+recovery=2', 'password+code+totp+recovery=2'];
  expect(table).toEqual({
    none: ['password=1', 'code=1', 'password+code=2', 'code+totp=1', 'password+totp=1', 'password+code+totp=2', 'code+recovery=1', 'password+recovery=1', 'password+code+recovery=2', 'code+totp+recovery=1', 'password+totp+recovery=1', 'password+code+totp+recovery=2'].toSorted((a, b) => subsetOrder(a) - subsetOrder(b)),
    sms: withMessage,
    email: withMessage,
    totp: ['password+totp=2', 'password+code+totp=2', 'password+recovery=2', 'password+code+recovery=2', 'password+totp+recovery=2', 'password+code+totp+recovery=2'],
  });
});

/** The place of a cell in the order in which `subsets` makes them. */
const subsetOrder = (cell: string): number => PROOFS.reduce((sum, proof, place) => sum + (cell.split('=')[0]!.split('+').includes(proof) ? 2 ** place : 0), 0);

test('AUTH-2: with a second factor on, no single proof opens a session, whichever door it came by', () => {
  for (const policy of SECOND_FACTORS.filter((one) => one !== 'none')) for (const proof of PROOFS) expect(levelOf([proof], policy)).toBe(0);
});
