// What the portal says of meters, their readings, verification and marks. Pure.
import { day, monthName, type NoticeKind, text, usual } from './notice-kind.ts';

export const meterKinds = {
  'meters.windowOpen': {
    ...usual, group: 'Счётчики', name: 'Пора передать показания', fields: ['untilDay', 'address'], channels: ['email'],
    title: (f) => `Передайте показания до ${day(f, 'untilDay')}`,
    text: (f) => `${text(f, 'address')}: показания принимаем до ${day(f, 'untilDay')}. Без них посчитаем по среднему.`,
    sample: { untilDay: '2026-11-25', address: 'Липовая, 14, кв. 37' },
  },
  'meters.readingAccepted': {
    ...usual, group: 'Счётчики', name: 'Показания приняты', fields: ['meter', 'value'], channels: [],
    title: (f) => `Показания приняты: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: ${text(f, 'value')}. Учтём в ближайшем счёте.`,
    sample: { meter: 'Холодная вода, № 1234567', value: '251,04 м³' },
  },
  'meters.readingRejected': {
    ...usual, group: 'Счётчики', name: 'Показания не приняты', fields: ['meter', 'reason'], channels: ['email'],
    title: (f) => `Показания не приняты: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: ${text(f, 'reason')} Проверьте цифры и передайте ещё раз.`,
    sample: { meter: 'Холодная вода, № 1234567', reason: 'новое число меньше прошлого.' },
  },
  'meters.actReady': {
    ...usual, group: 'Счётчики', name: 'Акт о передаче показаний', fields: ['number', 'month', 'address'], channels: [],
    title: (f) => `Акт о передаче показаний № ${text(f, 'number')}`,
    text: (f) => `${text(f, 'address')}: показания за ${monthName(f, 'month')} переданы. Акт подписан электронной подписью организации и хранится в разделе «Счётчики».`,
    sample: { number: 'П-2026-000123', month: '2026-11', address: 'Липовая, 14, кв. 37' },
  },
  'meters.actForOrganization': {
    ...usual, group: 'Рабочее место', name: 'Новые показания', fields: ['number', 'month', 'address'], channels: [],
    title: (f) => `Показания за ${monthName(f, 'month')}: ${text(f, 'address')}`,
    text: (f) => `Переданы показания, акт № ${text(f, 'number')} с подписью во вложении. Примите или отклоните их в рабочем месте.`,
    sample: { number: 'П-2026-000123', month: '2026-11', address: 'Липовая, 14, кв. 37' },
  },
  'meters.replacementAnswered': {
    ...usual, group: 'Счётчики', name: 'Ответ о замене счётчика', fields: ['meter', 'answer'], channels: ['email'],
    title: (f) => `Ответ о замене счётчика: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: ${text(f, 'answer')}`,
    sample: { meter: 'Холодная вода, № 1234567', answer: 'счётчик заменён.' },
  },
  'meters.verificationDue': {
    ...usual, group: 'Счётчики', name: 'Подходит срок поверки', nature: 'legal', fields: ['meter', 'untilDay'], channels: ['email'],
    title: (f) => `Поверка счётчика до ${day(f, 'untilDay')}`,
    text: (f) => `${text(f, 'meter')}: поверьте до ${day(f, 'untilDay')}. После этого показания примем, но начислять по ним нельзя: посчитают по среднему, потом по нормативу.`,
    sample: { meter: 'Холодная вода, № 1234567', untilDay: '2026-12-20' },
  },
  'meters.faultNoted': {
    ...usual, group: 'Счётчики', name: 'Счётчик нельзя учитывать', nature: 'legal', fields: ['meter', 'what', 'sinceDay', 'act'], channels: ['email'],
    title: (f) => `${text(f, 'what')}: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}. ${text(f, 'what')} с ${day(f, 'sinceDay')}, основание: ${text(f, 'act')}. С этого дня по счётчику начислять нельзя: три месяца посчитаем по среднему, потом по нормативу. Что делать, написано на странице счётчика.`,
    sample: { meter: 'Холодная вода, № 1234567', what: 'Счётчик неисправен', sinceDay: '2026-11-20', act: 'акт № 5' },
  },
  'meters.tampered': {
    ...usual, group: 'Счётчики', name: 'Нашли вмешательство в счётчик', nature: 'legal', fields: ['meter', 'sinceDay', 'act'], channels: ['email'],
    title: (f) => `Вмешательство в работу счётчика: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: проверка записала вмешательство в его работу, основание: ${text(f, 'act')}. С ${day(f, 'sinceDay')} и пока его не устранят, закон велит начислять по нормативу с коэффициентом 10. Не согласны с актом: напишите в организацию, которая его составила, или в жилищную инспекцию. Что делать, написано на странице счётчика.`,
    sample: { meter: 'Холодная вода, № 1234567', sinceDay: '2026-09-10', act: 'акт № 7' },
  },
  'meters.controlRead': {
    ...usual, group: 'Счётчики', name: 'Показание снято при проверке', nature: 'legal', fields: ['meter', 'value', 'onDay', 'act', 'month'], channels: ['email'],
    title: (f) => `Счётчик проверили: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: проверка ${day(f, 'onDay')} нашла ${text(f, 'value')}, основание: ${text(f, 'act')}. По этому показанию посчитаем ${monthName(f, 'month')}, дальше передавайте от него. Не согласны: напишите нам, проверим вместе.`,
    sample: { meter: 'Холодная вода, № 1234567', value: '140', onDay: '2026-11-12', act: 'акт № 15', month: '2026-11' },
  },
  'meters.faultEnded': {
    ...usual, group: 'Счётчики', name: 'Счётчик снова учитываем', nature: 'legal', fields: ['meter', 'sinceDay'], channels: ['email'],
    title: (f) => `Снова считаем по счётчику: ${text(f, 'meter')}`,
    text: (f) => `${text(f, 'meter')}: с ${day(f, 'sinceDay')} снова начисляем по показаниям. Передавайте их как обычно.`,
    sample: { meter: 'Холодная вода, № 1234567', sinceDay: '2026-11-20' },
  },
} as const satisfies Readonly<Record<string, NoticeKind>>;
