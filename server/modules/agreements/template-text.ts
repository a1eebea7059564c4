// What a template becomes: a title and numbered conditions. Pure.
import { formatDay, formatKopecks, parseKopecks } from '#contract/russian';
import { agreementTemplates, type TemplateKind } from '#contract/agreement-templates';
import type { FieldProblem } from '#contract/errors';

export type TemplateFields = Readonly<Partial<Record<'title' | 'text' | 'address' | 'monthly' | 'payDay' | 'fromDay' | 'toDay', string | undefined>>>;
export type AgreementText = { readonly title: string; readonly conditions: readonly string[] };
const MOST_TITLE = 150;
const OPTIONAL = new Set(['rent text']);

const linesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** The text, or what is wrong by field. */
export function templateText(template: TemplateKind, fields: TemplateFields): AgreementText | { readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const wrong = (name: string, detail: string): void => void problems.push({ pointer: `/${name}`, code: 'input.invalid', detail });
  for (const { name, kind } of agreementTemplates[template].fields) {
    const value = fields[name]?.trim() ?? '';
    if (value === '' && !OPTIONAL.has(`${template} ${name}`)) wrong(name, kind === 'day' ? 'Укажите день' : 'Заполните это поле');
    else if (kind === 'day' && value !== '' && !isDay(value)) wrong(name, 'Укажите день, например 01.12.2026');
  }
  if (template === 'free') {
    const title = fields.title?.trim() ?? '';
    if (title.length > MOST_TITLE) wrong('title', `Название длиннее ${MOST_TITLE} знаков. Сократите его`);
    return problems.length > 0 ? { problems } : { title, conditions: linesOf(fields.text) };
  }
  const monthly = parseKopecks(fields.monthly ?? '');
  const payDay = Number(fields.payDay ?? '');
  if (fields.monthly && (typeof monthly === 'object' || monthly <= 0n)) wrong('monthly', 'Введите сумму в рублях, например 25 000');
  if (fields.payDay && !(Number.isInteger(payDay) && payDay >= 1 && payDay <= 28)) wrong('payDay', 'Введите число от 1 до 28');
  if (problems.length === 0 && fields.toDay! <= fields.fromDay!) wrong('toDay', 'Последний день должен быть позже первого');
  if (problems.length > 0 || typeof monthly === 'object') return { problems };
  return {
    title: 'Договор найма квартиры',
    conditions: [
      `Наймодатель передаёт нанимателю для проживания квартиру по адресу: ${fields.address!.trim()}.`,
      `Срок найма: с ${formatDay(fields.fromDay!)} по ${formatDay(fields.toDay!)}.`,
      `Плата за наём: ${formatKopecks(monthly)} в месяц. Наниматель вносит её до ${payDay} числа каждого месяца.`,
      'Наниматель пользуется квартирой только для проживания, бережёт её и возвращает в том состоянии, в котором получил, с учётом обычного износа (статьи 671–688 Гражданского кодекса).',
      ...linesOf(fields.text),
    ],
  };
}
