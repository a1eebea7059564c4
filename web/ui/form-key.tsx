import { useId, useState } from 'react';
import { useActionData, useLocation } from 'react-router';
import { useRootData } from '#web/me.ts';
import { keyFor, newKey } from './new-key.ts';

type Answer = { key?: string } | undefined;

/**
 * The hidden key that makes a form's command happen once, however often it is sent. It stays the same while nobody has answered and
 * when the form is shown again after a refusal (the action then gives `key` back, see `refused`); a new form has a new one.
 * `answer` is only for a form that posts through a fetcher: its data.
 */
export function FormKey({ answer: own }: { answer?: Answer }) {
  const { formSeed } = useRootData();
  const place = useId();
  const location = useLocation();
  const ofPage = useActionData<Answer>();
  const answer = own ?? ofPage;
  const [known, setKnown] = useState({ answer, at: location.key, key: answer?.key ?? keyFor(formSeed, place) });
  if (known.answer !== answer || known.at !== location.key) setKnown({ answer, at: location.key, key: answer?.key ?? newKey() });
  return <input type="hidden" name="key" value={known.key} />;
}
