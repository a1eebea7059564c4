// The field of a confirmation code, and where the code is: whoever chose an authenticator app gets no message (CONF-2).
import { TextInput } from '#ui/inputs.tsx';
import { useCodesByApp } from './codes-by-app.ts';

type Given = {
  /** Where the message went; undefined when the page is shown again after a wrong code. */
  readonly sentTo: string | undefined;
  /** What it does, where that is more than to confirm: «подтверждает именно эти права и срок». */
  readonly does?: string;
  readonly error: string | undefined;
};

/** «Код отправили: +7 (912) •••-••-67. Он подтверждает именно эти права и срок и действует пять минут.» */
export function CodeField({ sentTo, does, error }: Given) {
  const isByApp = useCodesByApp();
  const byApp = `Код покажет приложение для кодов на вашем телефоне.${does === undefined ? '' : ` Он ${does}.`}`;
  const byMessage = sentTo !== undefined && `Код отправили: ${sentTo}. Он ${does === undefined ? '' : `${does} и `}действует пять минут.`;
  const says = isByApp ? byApp : byMessage;
  return (
    <>
      {says && <p role="status">{says}</p>}
      <TextInput
        name="code"
        label={isByApp ? 'Код из приложения' : 'Код из сообщения'}
        hint="Шесть цифр"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        short
        error={error}
      />
    </>
  );
}

/** The words of the button that begins a confirmation, or begins it anew: nothing is sent to whoever has the app. */
export function AskCode({ again = false }: { again?: boolean }) {
  if (useCodesByApp()) return again ? 'Подтвердить заново' : 'Подтвердить кодом из приложения';
  return again ? 'Прислать новый код' : 'Получить код';
}
