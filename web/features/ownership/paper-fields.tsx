// The papers of a claim, each in a field of its own: what lies there, what is wrong with it, a form to put another.
import { type Claim, PAPER_KINDS, type PaperKind, paperWords } from '#contract/ownership';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FileInput } from '#ui/inputs.tsx';
import { Status } from '#ui/status.tsx';
import { paperHints } from './claim-words.ts';

type Given = { claim: Claim; errors: Readonly<Partial<Record<string, string>>> };
const SCANS = '.pdf,.jpg,.jpeg,.png,.webp,.heic';
const ACCEPT: Readonly<Record<PaperKind, string>> = {
  extract: '.zip,.xml,.pdf',
  signature: '.sig,.p7s',
  contract: SCANS,
  passport: SCANS,
  power: SCANS,
  plan: SCANS,
};

export function PaperFields({ claim, errors }: Given) {
  const has = (kind: PaperKind): boolean => claim.papers.some((paper) => paper.kind === kind);
  const shown = PAPER_KINDS.filter((kind) => claim.can.change || has(kind));
  const [first, rest] = [
    shown.filter((kind) => isUsual(kind) || has(kind) || errors[kind]),
    shown.filter((kind) => !isUsual(kind) && !has(kind) && !errors[kind]),
  ];
  if (shown.length === 0) return null;
  return (
    <Card heading="Документы">
      <div className="stack wide">
        {first.map((kind) => (
          <PaperField key={kind} kind={kind} claim={claim} error={errors[kind]} />
        ))}
      </div>
      {rest.length > 0 && (
        <details className="more">
          <summary>Ещё документы</summary>
          <div className="stack">
            {rest.map((kind) => (
              <PaperField key={kind} kind={kind} claim={claim} error={undefined} />
            ))}
          </div>
        </details>
      )}
    </Card>
  );
}

const isUsual = (kind: PaperKind): boolean => kind === 'extract' || kind === 'signature' || kind === 'passport';

function PaperField({ kind, claim: { houseId, claimId, papers, can }, error }: { kind: PaperKind; claim: Claim; error: string | undefined }) {
  const paper = papers.find((one) => one.kind === kind);
  const address = `/api/v1/ownership/claims/${houseId}/${claimId}/papers/${kind}`;
  return (
    <div className="stack near">
      <h3>{paperWords[kind]}</h3>
      {paper && (
        <p className="row">
          {paper.isKept ? (
            <GoLink away to={address}>
              {paper.name}
            </GoLink>
          ) : (
            <span className="mut">{`${paper.name}: копию удалили, проверка окончена`}</span>
          )}
          {paper.problem === null ? <Status tone="ok">Приложено</Status> : <Status tone="bad">Замените</Status>}
        </p>
      )}
      {paper?.problem && <p>{paper.problem}</p>}
      {can.change && (
        <form className="stack near" method="post" action={address} encType="multipart/form-data">
          <FileInput
            name={kind}
            accept={ACCEPT[kind]}
            label={paper ? `Другой файл: ${paperWords[kind]}` : `Файл: ${paperWords[kind]}`}
            hint={paperHints[kind]}
            error={error}
            required
          />
          <Actions>
            <Button kind="alt">
              {paper ? 'Заменить' : 'Приложить'}
              <span className="vh">{`: ${paperWords[kind]}`}</span>
            </Button>
          </Actions>
        </form>
      )}
    </div>
  );
}
