// The bank's pages as HTML: card form, code of 3-D Secure, the result, and the fast payment page of a bank's app.
import type { PaymentRecord } from './book.ts';
import type { CardField, CardForm, CardProblems } from './card-form.ts';
import { TEST_CARDS, THREE_D_SECURE_CODE } from './test-cards.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** "1500.50" as people read it: 1 500,50 ₽. */
const roubles = (value: string) => {
  const [whole = '', fraction = ''] = value.split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u00a0')},${fraction}\u00a0₽`;
};
const grouped = (number: string) => number.replaceAll(/(\d{4})(?=\d)/g, '$1\u00a0');

type Page = { title: string; record?: PaymentRecord; body: string };

/** The portal's origin, to which the script of a framed page may talk. */
export const portalOrigin = (record: PaymentRecord): string | undefined => (URL.canParse(record.returnUrl) ? new URL(record.returnUrl).origin : undefined);

function page({ title, record, body }: Page): string {
  const framed = record?.mode === 'embedded' ? portalOrigin(record) : undefined;
  const finished = record?.stage === 'done' || record?.stage === 'processing';
  const status = finished ? ` data-status="${record.payment.status}"` : '';
  const told = record === undefined || framed === undefined ? '' : ` data-portal="${escape(framed)}" data-payment="${record.payment.id}"${status}`;
  return `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} — Учебный банк</title>
<link rel="stylesheet" href="/bank.css">
<script src="/bank.js" defer></script>
</head>
<body${told}>
<header>Учебный банк <span>— деньги не настоящие</span></header>
<main>
<h1>${escape(title)}</h1>
${body}
</main>
</body>
</html>`;
}

const whatIsPaid = ({ payment, save, stage }: PaymentRecord) =>
  `${save && stage !== 'done' ? '<p class="hint">Портал запомнит этот способ оплаты: следующие платежи пройдут без этой страницы.</p>' : ''}${payment.description ? `<p>${escape(payment.description)}</p>` : ''}<p class="sum">${roubles(payment.amount.value)}</p>`;

/** The form of a card; with problems it comes back with what was typed, save for the CVC. */
export function cardPage(record: PaymentRecord, again?: { form: CardForm; problems: CardProblems }): string {
  const problems = again?.problems ?? {};
  const field = (name: CardField, about: { label: string; attributes: string }) => {
    const problem = problems[name];
    const typed = name === 'cvc' ? '' : (again?.form[name] ?? '');
    return `<div class="field"><label for="${name}">${about.label}</label>
<input id="${name}" name="${name}" required inputmode="numeric" value="${escape(typed)}" ${about.attributes}${problem ? ` aria-invalid="true" aria-describedby="${name}-problem"` : ''}>
${problem ? `<p class="problem" id="${name}-problem">${problem}</p>` : ''}</div>`;
  };
  const list = Object.entries(problems).map(([name, problem]) => `<li><a href="#${name}">${problem}</a></li>`);
  const summary = list.length === 0 ? '' : `<div class="problems" role="alert" tabindex="-1"><p>Проверьте данные карты:</p><ul>${list.join('')}</ul></div>`;
  const cards = TEST_CARDS.map(({ number, title }) => `<tr><th scope="row">${grouped(number)}</th><td>${title}</td></tr>`).join('');
  return page({
    title: 'Оплата картой',
    record,
    body: `${whatIsPaid(record)}${summary}
<form method="post" action="/checkout/${record.token}/card" novalidate>
${field('number', { label: 'Номер карты', attributes: 'autocomplete="cc-number" maxlength="23"' })}
<div class="row">
${field('expiry', { label: 'Месяц/год', attributes: 'autocomplete="cc-exp" maxlength="7"' })}
${field('cvc', { label: 'CVC', attributes: 'autocomplete="cc-csc" maxlength="3"' })}
</div>
<button>Оплатить ${roubles(record.payment.amount.value)}</button>
</form>
<details><summary>Тестовые карты</summary>
<table><caption>Срок — любой будущий, CVC — любые три цифры</caption><tbody>${cards}</tbody></table></details>`,
  });
}

/** 3-D Secure: the code of the card's bank. */
export function codePage(record: PaymentRecord, wrong: boolean): string {
  const tries = record.triesLeft === 1 ? 'Осталась одна попытка' : `Осталось попыток: ${record.triesLeft}`;
  return page({
    title: 'Подтвердите платёж',
    record,
    body: `${whatIsPaid(record)}
<form method="post" action="/checkout/${record.token}/code" novalidate>
<div class="field"><label for="code">Код из сообщения банка</label>
<input id="code" name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="6" aria-describedby="code-hint${wrong ? ' code-problem' : ''}"${wrong ? ' aria-invalid="true"' : ''}>
${wrong ? `<p class="problem" id="code-problem" role="alert">Код не подошёл. ${tries}</p>` : ''}
<p class="hint" id="code-hint">Подсказка учебного банка: код ${THREE_D_SECURE_CODE}</p></div>
<button>Подтвердить</button>
</form>`,
  });
}

/** The end of the way in a frame or in a bank's app: what became of it and the way back. */
export function resultPage(record: PaymentRecord): string {
  const { payment } = record;
  const told = {
    succeeded: ['Оплачено', 'Деньги списаны.'],
    waiting_for_capture: ['Деньги зарезервированы', 'Портал спишет их, когда закончит оформление.'],
    canceled: ['Платёж не прошёл', 'Деньги не списаны. Причину и что делать скажет портал.'],
    pending: ['Платёж обрабатывается', 'Банк ещё не ответил. Платить снова не нужно: портал сам узнает, чем кончилось.'],
  }[payment.status];
  const back = portalOrigin(record) === undefined ? '' : `<p><a class="button" href="${escape(record.returnUrl)}" target="_top">Вернуться на портал</a></p>`;
  return page({ title: told[0]!, record, body: `${whatIsPaid(record)}<p role="status">${told[1]}</p>${back}` });
}

type AccountPage = { title: string; action: string; legend: string; full: string; empty: string };
const accountPage = (record: PaymentRecord, { title, action, legend, full, empty }: AccountPage): string =>
  page({
    title,
    record,
    body: `${whatIsPaid(record)}
<form method="post" action="${action}">
<fieldset><legend>${legend}</legend>
<label class="choice"><input type="radio" name="account" value="main" checked> ${full}</label>
<label class="choice"><input type="radio" name="account" value="empty"> ${empty} (денег не хватит)</label>
</fieldset>
<button>Оплатить</button>
</form>`,
  });

/** Stands for the app of the payer's bank, opened by the QR. */
export const fastPaymentPage = (record: PaymentRecord): string =>
  accountPage(record, {
    title: record.save ? 'Оплата с привязкой счёта' : 'Оплата по QR-коду',
    action: `/qr/${record.token}`,
    legend: 'С какого счёта',
    full: 'Основной счёт',
    empty: 'Пустой счёт',
  });

/** The page of an electronic wallet. */
export const walletPage = (record: PaymentRecord): string =>
  accountPage(record, {
    title: 'Оплата из кошелька',
    action: `/checkout/${record.token}/wallet`,
    legend: 'Из какого кошелька',
    full: 'Полный кошелёк',
    empty: 'Пустой кошелёк',
  });

export const notFoundPage = (): string =>
  page({ title: 'Такого платежа нет', body: '<p>Проверьте ссылку или вернитесь на портал и начните оплату снова.</p>' });
