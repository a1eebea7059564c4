// The ways in beside the form: through other systems, by plain links, because the browser leaves for another site; and by a certificate.
import { KeySquare, Landmark, ShieldCheck } from 'lucide-react';
import type { AnswerOf } from '#contract/endpoint';
import type { listOutsideSystems } from '#contract/federation';
import { Actions, ButtonLink } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';

export type OutsideSystems = AnswerOf<typeof listOutsideSystems>['systems'];

export function OutsideDoors({ systems, next }: { systems: OutsideSystems; next: string }) {
  return (
    <section className="stack near" aria-labelledby="outside-doors">
      <h2 id="outside-doors">Или войдите иначе</h2>
      <Actions>
        {systems.map(({ id, name, kind }) => (
          <ButtonLink key={id} kind="alt" reloadDocument to={`/sign-in/outside/${id}?next=${encodeURIComponent(next)}`}>
            <Icon of={kind === 'state' ? ShieldCheck : Landmark} />
            {kind === 'state' ? 'Войти через Госуслуги' : name}
          </ButtonLink>
        ))}
        <ButtonLink kind="alt" to={`/sign-in/certificate?next=${encodeURIComponent(next)}`}>
          <Icon of={KeySquare} />
          Войти по сертификату
        </ButtonLink>
      </Actions>
    </section>
  );
}
