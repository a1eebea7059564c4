// What people are told of the papers in their vaults. Pure.
import { counted } from '#contract/russian';
import { day, type NoticeKind, text, usual } from './notice-kind.ts';

export const documentKinds = {
  'documents.expiring': {
    ...usual,
    group: 'Документы',
    name: 'Кончается срок документа',
    fields: ['name', 'untilDay'],
    channels: ['email'],
    title: (f) => `Скоро истекает: ${text(f, 'name')}`,
    text: (f) => `«${text(f, 'name')}» действует до ${day(f, 'untilDay')}. Когда обновите, положите новую версию в «Документы».`,
    sample: { name: 'Договор аренды', untilDay: '2026-12-22' },
  },
  'documents.infected': {
    ...usual,
    group: 'Документы',
    name: 'В файле нашли вирус',
    fields: ['name'],
    channels: ['email'],
    title: () => 'В файле нашли вирус, и мы его удалили',
    text: (f) => `Файл «${text(f, 'name')}» никто не открывал. Проверьте устройство, с которого его прислали, и положите чистый файл.`,
    sample: { name: 'Скан.pdf' },
  },
  'documents.house': {
    ...usual,
    group: 'Документы',
    name: 'Новый документ дома',
    fields: ['name', 'address'],
    channels: [],
    title: (f) => `Документ дома: ${text(f, 'name')}`,
    text: (f) =>
      `${text(f, 'address')}: организация, которая управляет домом, положила «${text(f, 'name')}» или новую версию. Он лежит в «Документах», в папке «Дома».`,
    sample: { name: 'Протокол собрания', address: 'Липовая, 14' },
  },
  'documents.mailed': {
    ...usual,
    group: 'Документы',
    name: 'Файлы пришли письмом',
    fields: ['kept'],
    channels: [],
    title: (f) => `Из письма положили: ${counted(Number(f['kept']), ['файл', 'файла', 'файлов'])}`,
    text: (f) => (f['refused'] === undefined ? 'Они лежат в «Документах», в личных.' : `Не подошло: ${text(f, 'refused')}.`),
    sample: { kept: 2, refused: '«Игра.exe»: такие файлы не принимаем' },
  },
  'documents.shared': {
    ...usual,
    group: 'Документы',
    name: 'Вам открыли документ',
    fields: ['untilDay'],
    channels: [],
    title: () => 'Вам открыли документ',
    text: (f) => `Он лежит в «Документах», в папке «Открыли мне», до ${day(f, 'untilDay')}.`,
    sample: { untilDay: '2026-12-22' },
  },
} as const satisfies Record<string, NoticeKind>;
