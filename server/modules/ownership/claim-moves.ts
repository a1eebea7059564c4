// The life of a claim as one table (OWN-5): which step may be taken where, and by whom. Pure.
import type { ClaimStatus } from '#contract/ownership';

export type Mover = 'person' | 'portal' | 'reviewer';
type MoveRule = { readonly from: readonly ClaimStatus[]; readonly to: ClaimStatus; readonly by: readonly Mover[] };

export const MOVES = {
  submit: { from: ['draft'], to: 'submitted', by: ['person'] },
  pass: { from: ['submitted'], to: 'checking', by: ['portal'] },
  handOver: { from: ['submitted', 'checking'], to: 'reviewer', by: ['portal'] },
  confirm: { from: ['checking', 'reviewer'], to: 'confirmed', by: ['portal', 'reviewer'] },
  ask: { from: ['reviewer'], to: 'asked', by: ['reviewer'] },
  answer: { from: ['asked'], to: 'reviewer', by: ['person'] },
  refuse: { from: ['reviewer'], to: 'refused', by: ['reviewer'] },
  reopen: { from: ['refused'], to: 'draft', by: ['person'] },
  withdraw: { from: ['draft', 'submitted', 'checking', 'reviewer', 'asked', 'refused'], to: 'withdrawn', by: ['person'] },
} as const satisfies Record<string, MoveRule>;
export type Move = keyof typeof MOVES;

export const mayMove = (status: ClaimStatus, move: Move, by: Mover): boolean => {
  const rule: MoveRule = MOVES[move];
  return rule.from.includes(status) && rule.by.includes(by);
};

/** Papers are put in while the person has the claim in hand. */
export const mayChange = (status: ClaimStatus): boolean => status === 'draft' || status === 'asked';
