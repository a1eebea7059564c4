// Agreements on shares: one that waits for signatures or is over, and the form of a new one (HOME-3).
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { Problem } from '#contract/errors';
import { type getHomeOwners, type Proposal } from '#contract/owners';
import { formatDay } from '#contract/russian';
import { proposalStatuses } from '#contract/statuses/ownership';
import { type AskedCode, SignContent } from '#features/signing/sign-content.tsx';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { shareWords } from './share-words.ts';

type Answer = { problem?: Problem; asked?: AskedCode; typed?: string[]; why?: string } | undefined;

export function ProposalCard({ proposal: { houseId, proposalId, status, lapsesOn, reason, shares, can }, answer }: { proposal: Proposal; answer: Answer }) {
  const from = `/api/v1/ownership/shares/${houseId}/${proposalId}/statement`;
  const hidden = (
    <>
      <input type="hidden" name="houseId" value={houseId} />
      <input type="hidden" name="proposalId" value={proposalId} />
    </>
  );
  return (
    <Card heading="Соглашение о долях" ofMany due={can.sign} aside={<StatusOf rows={proposalStatuses} is={status} side={can.sign ? 'person' : undefined} />}>
      <ul>
        {shares.map(({ name, was, share, signedAt }, n) => (
          <li
            key={`${name}${n}`}
          >{`${name}: было ${shareWords(was)}, станет ${shareWords(share)}${status === 'open' ? (signedAt === null ? ', ещё не подписано' : ', подписано') : ''}`}</li>
        ))}
      </ul>
      {status === 'open' && <p>{`Доли сменятся, когда подпишут все. Подписать можно до ${formatDay(lapsesOn)}.`}</p>}
      {reason !== null && <p>{reason}</p>}
      {can.sign && (
        <Form method="post" noValidate className="stack">
          <FormKey />
          {hidden}
          <p>
            <GoLink away to={from}>
              Что вы подпишете
            </GoLink>
          </p>
          <SignContent from={from} asked={answer?.asked} errors={errorsOf(answer?.problem)} />
        </Form>
      )}
      {can.refuse && (
        <Form method="post" className="stack">
          <FormKey answer={{}} />
          {hidden}
          <TextInput name="reason" label="Почему не согласны" hint="Если хотите, прочтут все собственники" maxLength={500} defaultValue={answer?.why} />
          <Actions>
            <Button kind="bare" name="intent" value="refuse">
              Отказаться от соглашения
            </Button>
          </Actions>
        </Form>
      )}
    </Card>
  );
}

type Given = { home: { houseId: string; premisesId: string }; owners: AnswerOf<typeof getHomeOwners>['owners']; answer: Answer };

export function ProposeShares({ home, owners, answer }: Given) {
  const errors = errorsOf(answer?.problem);
  return (
    <Card heading="Изменить доли">
      <p>Предложите новые доли: вместе они составляют целое. Изменятся они, когда каждый собственник подпишет, на это есть 30 дней.</p>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="houseId" value={home.houseId} />
        <input type="hidden" name="premisesId" value={home.premisesId} />
        {owners.map(({ ownershipId }) => (
          <input key={ownershipId} type="hidden" name="ownershipId" value={ownershipId} />
        ))}
        {owners.map(({ ownershipId, name, share }, n) => (
          <TextInput
            key={ownershipId}
            name={`shares.${n}.share`}
            label={name}
            short
            maxLength={60}
            autoComplete="off"
            defaultValue={answer?.typed?.[n] ?? `${share.numerator}/${share.denominator}`}
            error={errors[`shares.${n}.share`]}
          />
        ))}
        <Actions>
          <Button kind="alt" name="intent" value="propose">
            Предложить доли
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
