// The page of evidence and the place of each signature on it. The same facts give the same bytes: what is signed is made anew, never kept.
import { formatInstant } from '#contract/russian';
import { checkOfPaper, type PaperCheck } from '#modules/documents';
import { appendPages, prepareSignature } from '#modules/signing';
import type { AgreementsPorts } from './ports.ts';

type Typesetting = Pick<AgreementsPorts, 'typesetter'>;
export type Prepared = ReturnType<typeof prepareSignature>;
const [EVIDENCE, MARK] = [new URL('evidence.typ', import.meta.url), new URL('mark.typ', import.meta.url)];
const ZONE = 'Europe/Moscow';
/** Points of an A4 sheet, from its top. */
const PAGE_HEIGHT = 841.89;
const SLOT = { left: 34.02, top: 230, step: 80, width: 527, height: 70 };
const MARK_BOX = { height: 48, below: 20 };

/** `id`: two contracts of the same words are two files, so that a signature of one is none of the other. */
export type Evidence = {
  /** Where people reach the portal. */ readonly origin: string;
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly sha256: string;
  readonly sentAt: Date;
  readonly until: Date;
  readonly names: readonly string[];
};

/** The code printed before anybody has signed: by it the signed file is found once all have (DOCS-3). */
export const checkOfAgreement = (origin: string, id: string): PaperCheck => checkOfPaper(origin, { id, templates: [], content: 'agreement' });

/** The file with the page of evidence behind it. Throws PdfError when it cannot be followed. */
export async function withEvidence(
  { typesetter }: Typesetting,
  pdf: Uint8Array,
  { origin, id, title, author, sha256, sentAt, until, names }: Evidence,
): Promise<Buffer> {
  const at = (instant: Date): string => formatInstant(instant.toISOString(), ZONE);
  const check = checkOfAgreement(origin, id);
  const page = await typesetter.pdf(
    EVIDENCE,
    {
      title: 'Страница подписей',
      author: 'Портал «Мой дом»',
      foot: `Подписанный файл: ${check.address}, код ${check.code}`,
      madeOn: sentAt.toISOString().slice(0, 10),
      facts: [
        ['Документ', title],
        ['Номер', id],
        ['Составил', author],
        ['Отправлен', `${at(sentAt)}, подписать до ${at(until)}`],
        ['SHA-256 документа', sha256],
        ['Порядок', 'Подписывают по очереди, сверху вниз. Подпись ключом ставит сам человек, подпись кодом удостоверяет печать портала.'],
      ],
      slots: names.map((name, place) => ({ top: SLOT.top + place * SLOT.step, width: SLOT.width, height: SLOT.height, label: `${place + 1}. ${name}` })),
    },
    { archive: false },
  );
  return appendPages(pdf, page);
}

/** Room for the signature of the party at this place (from 1), with its mark. */
export async function preparePlace(
  { typesetter }: Typesetting,
  pdf: Uint8Array,
  { place, name, kind, at, title }: { place: number; name: string; kind: 'key' | 'code'; at: Date; title: string },
): Promise<Prepared> {
  const mark = await typesetter.pdf(
    MARK,
    {
      name,
      how: kind === 'key' ? 'Подписано своим ключом, сертификат портала «Мой дом»' : 'Подписано одноразовым кодом, удостоверено печатью портала «Мой дом»',
      when: `Начато ${formatInstant(at.toISOString(), ZONE)}, время подписи удостоверяет отметка времени внутри неё`,
      madeOn: at.toISOString().slice(0, 10),
      width: SLOT.width,
      height: MARK_BOX.height,
    },
    { archive: false },
  );
  const bottom = PAGE_HEIGHT - (SLOT.top + (place - 1) * SLOT.step) - MARK_BOX.below - MARK_BOX.height;
  return prepareSignature(pdf, {
    name,
    reason: `${kind === 'key' ? 'Подписание' : 'Подписание кодом'}: ${title}`,
    at,
    shown: { pdf: mark, box: [SLOT.left, bottom, SLOT.left + SLOT.width, bottom + MARK_BOX.height] },
  });
}
