// Asked for where a purpose begins, not before: the text, one button, and the way on without it.
import { Form, useLocation } from 'react-router';
import type { Consent } from '#contract/privacy';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { FoldedText } from './document.tsx';

/** Comes back to the same page when it is given. */
export function AskConsent({ consent, heading }: { consent: Consent; heading: string }) {
  const { pathname, search } = useLocation();
  const without = consent.sections.at(-1);
  return (
    <Card heading={heading}>
      <p>{consent.sections[0]?.paragraphs[0]}</p>
      <FoldedText sections={consent.sections} />
      {without && <p className="mut">Без согласия: {without.paragraphs[0]}</p>}
      <Form method="post" action="/profile/consents" noValidate>
        <FormKey />
        <input type="hidden" name="code" value={consent.code} />
        <input type="hidden" name="version" value={consent.version} />
        <input type="hidden" name="next" value={pathname + search} />
        <Actions>
          <Button name="intent" value="give">
            Согласиться и продолжить
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
