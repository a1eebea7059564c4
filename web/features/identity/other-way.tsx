// Beside the field of a confirmation code: whoever got none, or has the telephone elsewhere, chooses how the code comes.
import { Link } from 'react-router';
import { useCodesByApp } from './codes-by-app.ts';

/** Nothing for whoever has an authenticator app: a message would go past it. Opens beside this page, which keeps what was typed: the code that comes then goes into the same field. */
export function OtherWay({ confirmationId }: { confirmationId: string }) {
  if (useCodesByApp()) return null;
  return (
    <p>
      <Link to={`/profile/code/${confirmationId}`} target="_blank">
        Другой способ получить код (в новой вкладке)
      </Link>
    </p>
  );
}
