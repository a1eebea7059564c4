// What came of handing in: the act and what the organization decided.
import { formatDecimal, formatMonthName } from '#contract/russian';
import { GoLink } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import type { Submission } from './words.ts';

/** Addresses of the act and of its signature beside it. */
export const actHref = ({ houseId, submissionId }: Submission): string => `/api/v1/submissions/${houseId}/${submissionId}/act.pdf`;

/** Right after sending: for which month it counts and where the act is. `isCut`: more was typed after the comma than the supplier takes. */
export function HandedIn({ submissions, unchanged, isCut }: { submissions: readonly Submission[]; unchanged: boolean; isCut: boolean }) {
  if (submissions.length === 0) return null;
  return (
    <Notice tone="ok" heading={unchanged ? 'Эти показания уже переданы' : 'Показания переданы'} announce>
      {submissions.map((one) => (
        <p key={one.submissionId}>
          {`${one.organization}: учтём за ${formatMonthName(one.countsFor)}. `}
          {one.actReady ? (
            <GoLink away to={actHref(one)}>{`Акт № ${one.actNumber}`}</GoLink>
          ) : (
            <>{`Акт № ${one.actNumber} готовится, он появится здесь сам и придёт на почту.`}</>
          )}
        </p>
      ))}
      {isCut && (
        <p>{`Лишние цифры после запятой поставщик не принимает. Учли: ${submissions.flatMap(({ readings }) => readings.map(({ serviceName, zoneName, value, unit }) => `${[serviceName, zoneName].filter(Boolean).join(', ')} ${formatDecimal(value)}\u00a0${unit}`)).join('; ')}.`}</p>
      )}
    </Notice>
  );
}

/** What the organization did not accept and nobody handed in anew. */
export function Rejected({ submissions }: { submissions: readonly Submission[] }) {
  return submissions.map((one) => (
    <Notice key={one.submissionId} tone="bad" heading={`${one.organization} не приняла показания`}>
      <p>{`Причина: ${one.reason ?? ''}`}</p>
      <p className="mut sml">{`Акт № ${one.actNumber}. Проверьте цифры и передайте ещё раз.`}</p>
    </Notice>
  ));
}
