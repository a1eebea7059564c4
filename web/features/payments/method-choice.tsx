// How to pay, as one question: what the person keeps first, then what is typed or opened at the bank.
import { CreditCard, Landmark, QrCode, Wallet } from 'lucide-react';
import type { AnswerOf } from '#contract/endpoint';
import { type getSavedMethods, PAYMENT_METHODS, type PaymentMethod } from '#contract/payment-methods';
import { formatMonth } from '#contract/russian';
import { RadioGroup } from '#ui/choice.tsx';
import { Icon } from '#ui/icon.tsx';

export type SavedMethod = AnswerOf<typeof getSavedMethods>['methods'][number];

export const METHOD_ICONS = { card: CreditCard, wallet: Wallet, account: Landmark, qr: QrCode } as const;
const SAVED = 'saved:';

const NEW_METHODS: Readonly<Record<PaymentMethod, { name: string; hint: string }>> = {
  card: { name: 'Картой', hint: 'Номер введёте на странице банка, портал его не увидит' },
  wallet: { name: 'Из кошелька', hint: 'На странице кошелька' },
  account: { name: 'Со счёта в банке', hint: 'Привяжете счёт через СБП в приложении банка. Портал запомнит его для следующих платежей' },
  qr: { name: 'По QR-коду', hint: 'Система быстрых платежей, в приложении вашего банка' },
};

/** «Действует по декабрь 2039» of a card; that it has ended when it has. */
export const termOf = ({ goodUntil, expired }: SavedMethod): string | undefined =>
  goodUntil === null ? undefined : expired ? 'Срок карты истёк' : `Действует по ${formatMonth(goodUntil)}`;

/** What the radio of `MethodChoice` says, as the API takes it. */
export function chosenMethod(value: string): { method: PaymentMethod; savedMethodId?: string } {
  if (value.startsWith(SAVED)) return { method: 'card', savedMethodId: value.slice(SAVED.length) };
  return { method: PAYMENT_METHODS.find((one) => one === value) ?? 'card' };
}

/** The radio for the newest card that is still good, else for a card to be typed. */
export function usualMethod(methods: readonly SavedMethod[]): string {
  const good = methods.find((method) => !method.expired);
  return good ? SAVED + good.id : 'card';
}

export function MethodChoice({ methods, chosen }: { methods: readonly SavedMethod[]; chosen: string }) {
  return (
    <RadioGroup
      name="method"
      label="Как оплатить"
      sheets
      chosen={chosen}
      choices={[
        ...methods
          .filter((method) => !method.expired)
          .map((method) => ({
            value: SAVED + method.id,
            name: method.title,
            hint: termOf(method) ?? 'Сохранённый способ',
            icon: <Icon of={METHOD_ICONS[method.kind]} />,
          })),
        ...PAYMENT_METHODS.map((method) => ({ value: method, ...NEW_METHODS[method], icon: <Icon of={METHOD_ICONS[method]} /> })),
      ]}
    />
  );
}
