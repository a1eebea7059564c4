// The menu, once for the side windows, the bottom bar and the footer. An area stands here when it works.
import { BriefcaseBusiness, CircleUser, CreditCard, Gauge, House, ListTree, type LucideIcon, ReceiptText, ScrollText, WalletCards } from 'lucide-react';

export type MenuItem = {
  /** The member of `me.lit` that counts what waits here. */
  key: string;
  name: string;
  /** For the bottom bar, where five names share a phone's width. */
  short: string;
  href: string;
  icon: LucideIcon;
  who: 'resident' | 'staff';
  /** Stands in the bottom bar; the rest is behind «Ещё». */
  bar: boolean;
};

export const menu: readonly MenuItem[] = [
  { key: 'home', name: 'Мой дом', short: 'Мой дом', href: '/', icon: House, who: 'resident', bar: true },
  { key: 'bills', name: 'Счета к оплате', short: 'Счета', href: '/bills', icon: WalletCards, who: 'resident', bar: true },
  { key: 'charges', name: 'Начисления', short: 'Начисления', href: '/charges', icon: ReceiptText, who: 'resident', bar: true },
  { key: 'meters', name: 'Счётчики', short: 'Счётчики', href: '/meters', icon: Gauge, who: 'resident', bar: true },
  { key: 'payments', name: 'Платежи', short: 'Платежи', href: '/payments', icon: CreditCard, who: 'resident', bar: false },
  { key: 'accounts', name: 'Лицевые счета', short: 'Лицевые', href: '/accounts', icon: ListTree, who: 'resident', bar: false },
  { key: 'journal', name: 'Журнал действий', short: 'Журнал', href: '/journal', icon: ScrollText, who: 'resident', bar: false },
  { key: 'profile', name: 'Профиль', short: 'Профиль', href: '/profile', icon: CircleUser, who: 'resident', bar: false },
  { key: 'work', name: 'Рабочее место', short: 'Работа', href: '/work', icon: BriefcaseBusiness, who: 'staff', bar: false },
];

/** Whether the address stands in the item's area. */
export const isAt = (item: { href: string }, path: string): boolean => (item.href === '/' ? path === '/' : path === item.href || path.startsWith(`${item.href}/`));
