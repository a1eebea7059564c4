// Before the protection is changed: the second proof, then back.
import { Actions, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';

/** `next`: the page to come back to. */
export function Prove({ next }: { next: string }) {
  return (
    <Card heading="Сначала подтвердите, что это вы">
      <p>Защиту меняет только тот, кто подтвердил вход в последние десять минут.</p>
      <Actions>
        <ButtonLink to={`/sign-in/code?next=${encodeURIComponent(next)}`}>Подтвердить</ButtonLink>
      </Actions>
    </Card>
  );
}
