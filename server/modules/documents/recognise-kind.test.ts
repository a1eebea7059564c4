import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyFieldsOf } from './key-fields.ts';
import { plainText, recogniseKind } from './recognise-kind.ts';

const samples: readonly [kind: string, text: string][] = [
  [
    'extract',
    'Филиал публично-правовой компании «Роскадастр»\nВыписка из Единого государственного реестра недвижимости об объекте недвижимости\nКадастровый номер: 66:41:0401001:123\nПравообладатель: Липова А. П.',
  ],
  [
    'contract',
    'ДОГОВОР УПРАВЛЕНИЯ многоквартирным домом № 12/У\nг. Липовск 1 февраля 2026 г.\nСтороны заключили настоящий договор. Предмет договора: управление.',
  ],
  ['act', 'АКТ осмотра квартиры после залива\nКомиссия в составе мастера и жителя. Настоящий акт составлен 03.03.2026'],
  [
    'bill',
    'Платёжный документ за октябрь 2026\nЛицевой счёт 6600012345\nНачислено: содержание жилого помещения, отопление, водоотведение\nИтого к оплате 5 432,10 руб.',
  ],
  ['receipt', 'КАССОВЫЙ ЧЕК\nПриход\nИТОГ 350,00\nФН 9960440300000000 сайт ФНС nalog.gov.ru'],
  ['minutes', 'Протокол общего собрания собственников № 3\nПовестка дня: ремонт подъезда. Кворум имеется. Голосовали за.'],
  ['invoice', 'Счёт на оплату № 77 от 5 мая 2026 г.\nПоставщик: ООО «Липа». Покупатель: Ветров. Банк получателя. В том числе НДС'],
  ['certificate', 'СПРАВКА о составе семьи\nДана в том, что по адресу зарегистрированы двое. Для предъявления по месту требования'],
  ['application', 'Заявление\nот собственника квартиры 5\nПрошу выполнить перерасчёт'],
  ['identity', 'РОССИЙСКАЯ ФЕДЕРАЦИЯ ПАСПОРТ\nПаспорт выдан отделом\nКод подразделения 660-001\nМесто рождения гор. Липовск'],
];

test.each(samples)('DOCS-2: %s is known by its words', (kind, text) => {
  const guess = recogniseKind(text, { isPicture: true });
  expect(guess.kind).toBe(kind);
  expect(guess.sureness).toBeGreaterThanOrEqual(60);
});

test('DOCS-2: Latin letters among Russian ones, ё, capitals and words cut at the end of a line make no other kind', () => {
  expect(plainText('ПРОТОКOЛ об-\nщего собрaния, ещё')).toBe('протокол общего собрания, еще');
  expect(recogniseKind('ПРОТOКОЛ oбщего сoбрания собствен-\nников. Пoвестка дня', { isPicture: true }).kind).toBe('minutes');
});

test('DOCS-2: a picture without words is a photograph, a text that tells nothing is not guessed at', () => {
  expect(recogniseKind(' 12 ', { isPicture: true })).toEqual({ kind: 'photo', sureness: 80 });
  expect(recogniseKind('', { isPicture: false })).toEqual({ kind: 'other', sureness: 0 });
  expect(recogniseKind('Рецепт пирога: мука, яблоки, корица и сахар. Печь сорок минут.', { isPicture: false }).kind).toBe('other');
});

test('DOCS-2: number, date, sum and cadastral number are pulled out, and nothing is made up', () => {
  expect(keyFieldsOf('ДОГОВОР № 12/У-7\n«01» февраля 2026 г.\nЦена 1 500,50 руб. Итого: 12 345,67 руб. Кадастровый номер 66:41:0401001:123')).toEqual({
    number: '12/У-7',
    datedOn: '2026-02-01',
    sumKopecks: 1_234_567n,
    cadastralNumber: '66:41:0401001:123',
  });
  expect(keyFieldsOf('Акт от 3.12.2025, потом 4 мая 2026')).toMatchObject({ number: null, datedOn: '2025-12-03', sumKopecks: null });
  for (const none of ['', '№ —', '31.02.2026', '99 мая 2026', 'сумма прописью', 'всего 0,00'])
    expect(keyFieldsOf(none)).toEqual({ number: null, datedOn: null, sumKopecks: null, cadastralNumber: null });
});

test('DOCS-2: any text is read without a fault, quickly, and its sureness is a per cent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.boolean(), (text, isPicture) => {
      const { sureness } = recogniseKind(text, { isPicture });
      keyFieldsOf(text);
      return Number.isInteger(sureness) && sureness >= 0 && sureness <= 100;
    }),
  );
  const long = 'итого сумма всего № 1 янв 2026 ав-\n'.repeat(10_000);
  recogniseKind(long, { isPicture: false });
  expect(keyFieldsOf(long).number).toBe('1');
});
