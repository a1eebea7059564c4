// «Почему столько?» of a sum beside the services: what it is in plain words, by which paper it is there (CHG-2). Pure.
import type { ChargeExplanation } from '#contract/charge-terms';
import { isPlacedSum, type PlacedSum } from '#contract/placed-sums';
import { explain } from './charge-explanation.ts';
import { type ChargeLine, termsOfCharge } from './charge-terms-of-row.ts';

const PLAIN: Readonly<Record<PlacedSum, string>> = {
  state_duty: 'Государственную пошлину заплатили, когда обращались в суд за долгом. Суд решил, что вы её возмещаете.',
  court_costs: 'Это судебные расходы: что потратили на суд о долге и что суд решил взять с вас.',
  performer_fine: 'Это штраф, который организация должна вам: например, за неверный расчёт платы. На него уменьшили сумму к оплате.',
};
const LONGEST = 300;

/** By which paper: as the accountant wrote it, or as far as the organization told. */
function groundText(line: ChargeLine): string {
  const terms = termsOfCharge(line);
  const all = terms.method === 'corrected' ? terms.recalculations : terms.method === 'recalculation' ? [terms] : [];
  const grounds = [...new Set(all.map(({ reason, document }) => [reason, document].filter(Boolean).join(', ')))].join('; ');
  return grounds === '' ? `Основания организация не назвала, сумма из её данных (${line.source_name}): спросите её.` : `Основание: ${grounds}.`;
}

/** The whole answer for a line whose service is one of the placed sums; sums of other months are of other papers, so nothing is compared. */
export function explainPlacedSum(line: ChargeLine & { service_code: string }): ChargeExplanation {
  const code = line.service_code;
  if (!isPlacedSum(code)) throw new RangeError(`${code} has no place of its own on the bill`);
  const ground = groundText(line);
  return {
    ...explain(termsOfCharge(line), null),
    counted: `${PLAIN[code]} ${ground.length > LONGEST ? `${ground.slice(0, LONGEST - 1)}…` : ground} Пени на эту сумму не начисляют.`,
    tariffFrom: null,
    volumeFrom: null,
  };
}
