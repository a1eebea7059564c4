// The directories that stand beside tariffs and norms.
import { priceKinds } from '#contract/directories';

export const RATE_TABS = [
  { to: '/work/key-rates', name: 'Ключевая ставка' },
  { to: '/work/benefits', name: 'Льготы и субсидии' },
  { to: '/work/subsidy-standards', name: 'Стандарты субсидии' },
  { to: '/work/instalments', name: 'Рассрочки' },
  { to: '/work/added-sums', name: 'Суд и штрафы' },
  { to: '/work/heating-payment', name: 'Оплата отопления' },
  { to: '/work/common-payment', name: 'Общее имущество' },
  { to: '/work/services', name: 'Услуги' },
  { to: '/work/reading-limits', name: 'Пределы показаний' },
  { to: '/work/service-payees', name: 'Получатели' },
  { to: '/work/insurance', name: 'Страхование' },
] as const;
export const DIRECTORY_TABS = [...Object.entries(priceKinds).map(([key, name]) => ({ to: `/work/directories/${key}`, name })), ...RATE_TABS];
