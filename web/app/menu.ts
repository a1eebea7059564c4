// The menu, once for the side windows, the bottom bar and the footer. An area stands here when it works.
import {
  BriefcaseBusiness,
  CircleUser,
  CreditCard,
  Files,
  Gauge,
  House,
  Landmark,
  ListTree,
  type LucideIcon,
  MessagesSquare,
  ReceiptText,
  ScrollText,
  WalletCards,
} from 'lucide-react';
import type { Area } from '#contract/areas';
import type { Me } from './me.ts';

export type MenuItem = {
  /** The member of `me.lit` that counts what waits here. */
  key: string;
  name: string;
  /** Stands in the bottom bar too, under this name: five share a phone's width. The rest is behind «Ещё». */
  short?: string;
  href: string;
  icon: LucideIcon;
  /** `dweller`: whoever has a home or looks for one; `staff`: whoever works in an organization. */
  who: 'everybody' | 'dweller' | 'staff';
  /** What it belongs to, for whoever has a part of the portal only; without it they have no such item. */
  area?: Area;
};

const menu: readonly MenuItem[] = [
  { key: 'home', name: 'Мой дом', short: 'Мой дом', href: '/', icon: House, who: 'everybody' },
  { key: 'bills', name: 'Счета к оплате', short: 'Счета', href: '/bills', icon: WalletCards, who: 'dweller', area: 'bills' },
  { key: 'charges', name: 'Начисления', short: 'Начисления', href: '/charges', icon: ReceiptText, who: 'dweller', area: 'bills' },
  { key: 'meters', name: 'Счётчики', short: 'Счётчики', href: '/meters', icon: Gauge, who: 'dweller', area: 'meters' },
  { key: 'work', name: 'Рабочее место', short: 'Работа', href: '/work', icon: BriefcaseBusiness, who: 'staff' },
  { key: 'payments', name: 'Платежи', href: '/payments', icon: CreditCard, who: 'dweller', area: 'bills' },
  { key: 'state-bills', name: 'Госплатежи', href: '/state-bills', icon: Landmark, who: 'dweller' },
  { key: 'accounts', name: 'Лицевые счета', href: '/accounts', icon: ListTree, who: 'dweller', area: 'bills' },
  { key: 'cases', name: 'Вопросы по счетам', href: '/cases', icon: MessagesSquare, who: 'dweller', area: 'appeals' },
  { key: 'documents', name: 'Документы', href: '/documents', icon: Files, who: 'everybody' },
  { key: 'journal', name: 'Журнал действий', href: '/journal', icon: ScrollText, who: 'everybody' },
  { key: 'profile', name: 'Профиль', href: '/profile', icon: CircleUser, who: 'everybody' },
];

/** What a person is led to: an accountant without a home here has no bills of their own. Nobody is led nowhere. */
export function menuOf({ person, homes, work, houses, portal, limits }: Me): MenuItem[] {
  if (person === null) return [];
  if (limits) return menu.filter(({ key, area }) => key === 'home' || (area !== undefined && limits.areas.includes(area)));
  return menu.filter(
    ({ who }) => who === 'everybody' || (who === 'staff' ? work.length > 0 : homes.length > 0 || work.length + houses.length + portal.length === 0),
  );
}

/** Whether the address stands in the item's area. */
export const isAt = (item: { href: string }, path: string): boolean =>
  item.href === '/' ? path === '/' : path === item.href || path.startsWith(`${item.href}/`);
