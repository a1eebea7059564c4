// Whose account it is, in words.
export const ACCOUNT_KINDS = ['manager', 'supplier', 'repair', 'waste', 'billing_centre'] as const;
export const accountKinds = {
  manager: 'Управляющая компания',
  supplier: 'Поставщик',
  repair: 'Капитальный ремонт',
  waste: 'Вывоз мусора',
  billing_centre: 'Расчётный центр',
} as const satisfies Record<(typeof ACCOUNT_KINDS)[number], string>;
