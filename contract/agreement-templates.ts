// Contracts that can be begun without a file: what is asked for each. Names and hints as on the screen.

export type TemplateField = {
  readonly name: 'title' | 'text' | 'address' | 'monthly' | 'payDay' | 'fromDay' | 'toDay';
  readonly label: string;
  readonly hint?: string;
  readonly kind: 'line' | 'text' | 'day';
};

export const agreementTemplates = {
  free: {
    name: 'Соглашение в свободной форме',
    fields: [
      { name: 'title', label: 'Название', hint: 'Например, «Соглашение о порядке уборки подъезда»', kind: 'line' },
      { name: 'text', label: 'Условия', hint: 'Каждое условие с новой строки, номера поставим сами', kind: 'text' },
    ],
  },
  rent: {
    name: 'Договор найма квартиры',
    fields: [
      { name: 'address', label: 'Адрес квартиры', kind: 'line' },
      { name: 'fromDay', label: 'С какого дня', kind: 'day' },
      { name: 'toDay', label: 'По какой день', kind: 'day' },
      { name: 'monthly', label: 'Плата в месяц', hint: 'Рубли, например 25 000', kind: 'line' },
      { name: 'payDay', label: 'До какого числа платить', hint: 'От 1 до 28', kind: 'line' },
      { name: 'text', label: 'Другие условия', hint: 'Каждое с новой строки. Можно не писать', kind: 'text' },
    ],
  },
} as const satisfies Record<string, { name: string; fields: readonly TemplateField[] }>;
export type TemplateKind = keyof typeof agreementTemplates;
