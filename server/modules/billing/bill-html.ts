// The bill as a page: the same document as the PDF, for the screen, for mail and for printing from the browser.
// No style attribute and no script: the page lives under a policy that blocks both; the look stands in bill.css.
import type { Bars, BillDocument, Pair, ServiceRow, TextTable } from './bill-document.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text or attribute value as HTML shows it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}
const e = escapeHtml;

/** A whole HTML document; `stylesheet` is the address bill.css is served at. */
export function billHtml(bill: BillDocument, { stylesheet }: { stylesheet: string }): string {
  return `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${e(bill.title)}</title>
<link rel="stylesheet" href="${e(stylesheet)}">
</head>
<body>
<main class="bill">
<header class="bill-head">
<div>
<h1>${e(bill.title)}</h1>
<p class="quiet">${e(bill.subtitle)}</p>
<p class="to-pay"><span>${e(bill.toPay.label)}</span> <strong>${e(bill.toPay.sum)}</strong> <b>${e(bill.toPay.due)}</b></p>
${pairs([...bill.identifiers, ...bill.who])}
</div>
<figure class="code">${bill.code.svg.replace('<svg ', `<svg role="img" aria-label="${e(bill.code.alt)}" `)}<figcaption>${e(bill.code.caption)}</figcaption></figure>
</header>
<section><h2>Исполнитель</h2><p><strong>${e(bill.performer.name)}</strong></p>
${pairs(bill.performer.facts)}</section>
${table(bill.payees, 4)}${table(bill.meters, 3)}${services(bill.services)}
<div class="after">
<div>${[...bill.recalculations, bill.insurance, bill.note]
    .filter((text) => text !== null)
    .map((text) => `<p>${e(text)}</p>`)
    .join('')}</div>
${totals(bill.totals)}
</div>
${table(bill.instalments, 1)}${charts(bill.charts)}<div class="reference">${table(bill.norms, 2)}${table(bill.house, 2)}</div>
<footer class="quiet"><p>${e(bill.foot)}</p></footer>
</main>
</body>
</html>
`;
}

function pairs(rows: readonly Pair[]): string {
  return `<dl>${rows.map(([what, value]) => `<div><dt>${e(what)}</dt><dd>${e(value)}</dd></div>`).join('')}</dl>`;
}

function cell(text: string, isNumber: boolean): string {
  return `<td${isNumber ? ' class="num"' : ''}>${e(text).replaceAll('\n', '<br>')}</td>`;
}

function head(columns: readonly string[], numbersFrom: number): string {
  return `<thead><tr>${columns.map((name, place) => `<th scope="col"${place >= numbersFrom ? ' class="num"' : ''}>${e(name)}</th>`).join('')}</tr></thead>`;
}

function table(one: TextTable | null, numbersFrom: number): string {
  if (one === null) return '';
  const rows = one.rows.map(
    ([name, ...rest]) => `<tr><th scope="row">${e(name ?? '')}</th>${rest.map((text, place) => cell(text, place + 1 >= numbersFrom)).join('')}</tr>`,
  );
  return `<table><caption>${e(one.title)}</caption>${head(one.columns, numbersFrom)}<tbody>${rows.join('')}</tbody></table>\n`;
}

function services({ title, columns, rows }: BillDocument['services']): string {
  const row = ({ kind, cells }: ServiceRow): string => {
    const [name, ...rest] = cells;
    if (kind === 'group') return `<tr class="group"><th scope="colgroup" colspan="${columns.length}">${e(name ?? '')}</th></tr>`;
    if (kind === 'sum') return `<tr class="sum"><th scope="row" colspan="${columns.length - 1}">${e(name ?? '')}</th>${cell(rest[0] ?? '', true)}</tr>`;
    return `<tr${kind === 'part' ? ' class="part"' : ''}><th scope="row">${e(name ?? '')}</th>${rest.map((text, place) => cell(text, place >= 2)).join('')}</tr>`;
  };
  return `<table class="services"><caption>${e(title)}</caption>${head(columns, 3)}<tbody>${rows.map(row).join('\n')}</tbody></table>\n`;
}

function totals(rows: BillDocument['totals']): string {
  const body = rows.map((row) => `<tr${row.isTotal ? ' class="total"' : ''}><th scope="row">${e(row.label)}</th>${cell(row.sum, true)}</tr>`);
  return `<table class="totals"><caption>К оплате, ₽</caption><tbody>${body.join('')}</tbody></table>`;
}

const BAR_WIDTH = 30;
const CHART_HEIGHT = 100;

function charts(all: readonly Bars[]): string {
  if (all.length === 0) return '';
  const one = ({ title, alt, first, last, bars }: Bars): string => {
    const rects = bars.map((bar, place) => {
      const height = Math.max(1, Math.round((bar.permille / 1000) * CHART_HEIGHT));
      return `<rect${place === bars.length - 1 ? ' class="now"' : ''} x="${place * BAR_WIDTH}" y="${CHART_HEIGHT - height}" width="${BAR_WIDTH - 4}" height="${height}"/>`;
    });
    return `<figure><figcaption>${e(title)}</figcaption><svg role="img" aria-label="${e(alt)}" viewBox="0 0 ${bars.length * BAR_WIDTH} ${CHART_HEIGHT}">${rects.join('')}</svg><p class="ends quiet"><span>${e(first)}</span> <span>${e(last)}</span></p></figure>`;
  };
  return `<section class="charts"><h2>Расход за 13 месяцев</h2><div>${all.map(one).join('')}</div></section>\n`;
}
