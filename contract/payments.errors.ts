// Refusals of payments and their Russian texts.
import type { RefusalTable } from './errors.ts';

export const paymentsRefusals = {
  'payments.accountUnknown': { status: 422, text: () => 'Такого лицевого счёта среди ваших нет. Обновите страницу и выберите счёт ещё раз' },
  'payments.accountTwice': { status: 422, text: () => 'Один и тот же счёт выбран дважды. Оставьте его один раз' },
  'payments.nothingToPay': { status: 422, text: () => 'По этому счёту сейчас платить нечего. Чтобы заплатить вперёд, укажите сумму' },
  'payments.accountClosed': { status: 422, text: () => 'Этот счёт закрыт: по нему можно заплатить только долг' },
  'payments.tooMuch': { status: 422, text: (f) => `За один раз можно заплатить не больше ${f['limit'] ?? ''}. Уменьшите сумму` },
  'payments.state': { status: 409, text: (f) => `Это действие уже недоступно: ${f['now'] ?? 'платёж изменился'}` },
  'payments.cannotCancel': { status: 409, text: () => 'Банк уже проводит платёж, отменить его нельзя. Скоро покажем итог' },
  'payments.underWay': {
    status: 409,
    text: (f) => `По счёту ${f['account'] ?? ''} уже идёт платёж на ${f['sum'] ?? ''}. Дождитесь его итога, чтобы не заплатить дважды`,
  },
  'payments.paidMeanwhile': {
    status: 409,
    text: (f) => `По счёту ${f['account'] ?? ''} тем временем пришли деньги, долг теперь ${f['left'] ?? ''}. Выберите сумму заново, чтобы не заплатить дважды`,
  },
  'payments.billUnderWay': {
    status: 409,
    text: () => 'Это начисление уже оплачивают: вы в другом окне или другой человек. Дождитесь итога, чтобы не заплатить дважды',
  },
  'payments.billPaid': { status: 409, text: () => 'Это начисление уже оплачено. Второй раз платить не нужно' },
  'payments.billChanged': { status: 409, text: () => 'Скидка закончилась, и сумма изменилась. Откройте начисление ещё раз: деньги не списаны' },
  'payments.methodGone': { status: 409, text: () => 'Этот способ оплаты вы уже убрали. Выберите другой' },
  'payments.methodBusy': { status: 409, text: () => 'Этим способом сейчас идёт платёж. Дождитесь его итога и уберите' },
  'payments.webhook': { status: 401, text: () => 'Подпись сообщения не подошла' },
  'payments.refundTooMuch': { status: 422, text: (f) => `Вернуть можно не больше ${f['left'] ?? ''}. Уменьшите сумму` },
  'payments.refundReopens': {
    status: 409,
    text: (f) => `Аванса на счёте ${f['advance'] ?? ''}: после такого возврата откроется долг ${f['reopens'] ?? ''}. Проверьте, не вернули ли деньги раньше`,
  },
  'payments.refundElsewhere': { status: 409, text: () => 'Этот платёж прошёл не через портал. Верните деньги через свой банк' },
  'payments.noRequisites': { status: 409, text: () => 'Получатель ещё не указал банковские реквизиты, поэтому кода для банка пока нет. Оплатите картой' },
} as const satisfies RefusalTable;
