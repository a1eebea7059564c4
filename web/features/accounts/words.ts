// Words of personal accounts.
import { formatMonth } from '#contract/russian';
import type { accountStandings } from '#contract/statuses/accounts';

export const OPERATION_WORDS: Readonly<Record<string, string>> = {
  charge: 'Начислено',
  charge_reversal: 'Перерасчёт',
  penalty: 'Пени',
  payment: 'Оплата',
  refund: 'Возврат оплаты',
  opening: 'Перенесено из прежней системы',
};
export const PROOF_WORDS: Readonly<Record<string, string>> = {
  last_bill: 'Сумма последней квитанции',
  organization: 'Подтвердила организация',
  ownership: 'Владение подтверждено',
  invitation: 'Приглашение',
};

/** «Начислено за октябрь 2026: Отопление, Газ». */
export const operationText = ({ kind, period, services }: { kind: string; period: string | null; services: readonly string[] }): string =>
  `${OPERATION_WORDS[kind] ?? kind}${period === null ? '' : ` за ${formatMonth(period)}`}${services.length > 0 && services.length <= 4 && kind !== 'payment' && kind !== 'penalty' ? `: ${services.join(', ')}` : ''}`;

/** What the account stands at, in one status. */
export function standing({
  dueKopecks,
  reservedKopecks,
  advanceKopecks,
  isSuspended = false,
}: {
  dueKopecks: number;
  reservedKopecks: number;
  advanceKopecks: number;
  isSuspended?: boolean;
}): keyof typeof accountStandings {
  if (isSuspended) return 'suspended';
  if (dueKopecks > 0) return reservedKopecks >= dueKopecks ? 'underWay' : 'due';
  return advanceKopecks > 0 ? 'ahead' : 'clear';
}
