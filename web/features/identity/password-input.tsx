// A new password: how hard it is to guess is said while it is typed. Without JavaScript the answer comes with the form.
import { useState } from 'react';
import { strengthOf } from '#contract/password-strength';
import { TextInput } from '#ui/inputs.tsx';
import { Status, type Tone } from '#ui/status.tsx';

const tones: readonly Tone[] = ['bad', 'wait', 'go', 'ok', 'ok'];

/** `least`: the length that this person needs. The server judges by the person's own names too. */
export function NewPassword({ least, error }: { least: number; error: string | undefined }) {
  const [typed, setTyped] = useState('');
  const strength = strengthOf(typed, { least });
  return (
    <div className="stack near">
      <TextInput
        name="newPassword"
        label="Новый пароль"
        hint={`Не меньше ${least} знаков. Лучше всего три-четыре слова, которые никто не ставил рядом`}
        type="password"
        autoComplete="new-password"
        maxLength={200}
        error={error}
        onInput={(event) => setTyped(event.currentTarget.value)}
        required
      />
      <div role="status">{typed !== '' && <Status tone={tones[strength.level]!}>{strength.says}</Status>}</div>
    </div>
  );
}
