// What a person signs: the claim with the digest of every paper, so that one signature covers them all (OWN-1). Pure.
import { PAPER_KINDS, paperWords, type PaperKind } from '#contract/ownership';

type Stated = {
  readonly claimId: string;
  readonly address: string;
  readonly cadastralNumber: string | null;
  readonly papers: readonly { readonly kind: PaperKind; readonly name: string; readonly sha256: string }[];
};

export function claimStatement({ claimId, address, cadastralNumber, papers }: Stated): Buffer {
  const listed = PAPER_KINDS.flatMap((kind) => papers.filter((paper) => paper.kind === kind)).map(
    ({ kind, name, sha256 }) => `${paperWords[kind]}: ${name}, SHA-256 ${sha256}`,
  );
  return Buffer.from(
    [
      'Прошу подтвердить моё владение жильём и подтверждаю, что приложенные документы подлинные.',
      `Адрес: ${address}`,
      `Кадастровый номер: ${cadastralNumber ?? 'нет'}`,
      `Заявление: ${claimId}`,
      'Документы:',
      ...listed,
      '',
    ].join('\n'),
  );
}
