import { openTypesetter } from '#platform/typst-pool';
import { hasPdfJudges, pdfFacts, pdfPages } from '#test/pdf-judges';
import { afterAll, expect, test } from 'vitest';
import { actContentText, actDocument, type ActContent } from './act-document.ts';
import { usualAct, usualActContent } from './act.fixture.ts';

const typesetter = openTypesetter({ processes: 1 });
afterAll(() => typesetter.stop());

test('MTR-3: the hash of an act covers every fact it states, and values cannot flow into one another', () => {
  const text = actContentText(usualActContent);
  const [first, ...others] = usualActContent.readings;
  const changes: Partial<ActContent>[] = [
    { number: 'П-2026-000124' },
    { submittedAt: '2026-11-22T20:15:31.000Z' },
    { person: 'Соколов Пётр' },
    { account: '1000000002' },
    { address: 'кв. 38' },
    { way: 'по телефону' },
    { countsFor: '2026-12' },
    { organization: { name: 'ООО «УК Липовый двор»", "6670000014', inn: '' } },
    { readings: others },
    ...(['service', 'meter', 'unit', 'previous', 'current', 'consumption', 'takenOn'] as const).map((name) => ({
      readings: [{ ...first!, [name]: '1' }, ...others],
    })),
  ];
  const texts = changes.map((change) => actContentText({ ...usualActContent, ...change }));
  expect(new Set([text, ...texts]).size).toBe(changes.length + 1);
});

test.skipIf(!hasPdfJudges)('MTR-3: the act is one tagged page with number, time of the house, readings and the signature block', async () => {
  const pdf = await typesetter.pdf(new URL('act.typ', import.meta.url), actDocument(usualAct), { archive: true });
  const pages = pdfPages(pdf);
  expect(pages).toHaveLength(1);
  const facts = [
    'Акт о передаче показаний № П-2026-000123',
    'Принято 23 ноября 2026, 01:15, в личном кабинете',
    'Соколова Галина Петровна, собственник',
    'кв. 37',
    '252,4',
    '3,06',
    'Электроэнергия, ночь',
    '4 310',
  ];
  facts.push('4A00 FF10 2233 4455 6677 8899 00AA BBCC', '1 ноября 2029', usualAct.signature.contentHash.slice(0, 8), '7K4M-92QD', 'ноябрь 2026');
  for (const fact of facts) expect(pages[0], fact).toContain(fact);
  expect(pdfFacts(pdf).info).toMatch(/Tagged:\s+yes/);
  expect(pdfFacts(pdf).info).toMatch(/CreationDate:\s+Mon Nov 23/);
});
