// The statuses of a charge (CHG-1): the words on the screen and the codes in the API.

export const chargeStatuses = {
  unpaid: 'Не оплачено',
  partlyPaid: 'Частично оплачено',
  processing: 'В обработке',
  paid: 'Оплачено',
  overdue: 'Просрочено',
  overpaid: 'Переплата',
} as const;

export type ChargeStatus = keyof typeof chargeStatuses;
