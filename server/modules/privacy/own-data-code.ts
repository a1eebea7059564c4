// A copy of everything and an erasure need a second proof, bound to what it is for (CONF-1).
import type { AnswerOf } from '#contract/endpoint';
import type { confirmOwnData } from '#contract/held-of-person';
import { requestConfirmation } from '#modules/identity';
import { selfOf } from '#platform/actor';
import type { Work } from '#platform/work';

const WORDS = { copy: 'копия всех ваших данных', erase: 'удаление кабинета и ваших данных' };

export const ownDataContent = (what: keyof typeof WORDS, personId: string) => ({ purpose: `privacy.${what}`, content: { personId } });

/** POST /api/v1/own-data/code. */
export async function askOwnDataCode(work: Work, what: keyof typeof WORDS): Promise<AnswerOf<typeof confirmOwnData>> {
  const { confirmationId, sentTo, expiresAt } = await requestConfirmation(work, { ...ownDataContent(what, selfOf(work.actor)), words: WORDS[what] });
  return { confirmationId, sentTo, expiresAt };
}
