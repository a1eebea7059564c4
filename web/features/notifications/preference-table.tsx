import type { AnswerOf } from '#contract/endpoint';
import type { getNoticePreferences } from '#contract/notifications';
import { type Column, DataTable } from '#ui/data-table.tsx';

type Preferences = AnswerOf<typeof getNoticePreferences>;
type Kind = Preferences['kinds'][number];
const channelNames = { email: 'Почта', sms: 'СМС' } as const;

const columns: readonly Column<Kind>[] = [
  { key: 'name', name: 'О чём', head: true, cell: ({ name }) => name },
  { key: 'email', name: channelNames.email, cell: (kind) => <Tick kind={kind} channel="email" /> },
  { key: 'sms', name: channelNames.sms, cell: (kind) => <Tick kind={kind} channel="sms" /> },
];

/**
 * Which notices go where: all are seen in the portal, so only mail and messages are asked about. `shown` tells the action what stood
 * on the page, so that a tick taken off is known. What nobody may switch is said in one sentence.
 */
export function PreferenceTable({ kinds }: { kinds: readonly Kind[] }) {
  const free = kinds.filter(({ channels }) => channels.some(({ mayChange }) => mayChange));
  const fixed = kinds.filter((kind) => !free.includes(kind));
  const groups = [...new Set(free.map(({ group }) => group))];
  return (
    <>
      {groups.map((group) => <DataTable key={group} caption={group} columns={columns} rows={free.filter((kind) => kind.group === group)} rowKey={({ kind }) => kind} />)}
      {fixed.length > 0 && <p className="mut">{`Всегда и на почту, и в СМС: ${fixed.map(({ name }) => name.toLowerCase()).join(', ')}. Это ваша безопасность и требование закона.`}</p>}
    </>
  );
}

function Tick({ kind: { kind, name, channels }, channel }: { kind: Kind; channel: 'email' | 'sms' }) {
  const { isOn, mayChange } = channels.find((one) => one.channel === channel)!;
  if (!mayChange) return 'Всегда';
  const value = `${kind} ${channel}`;
  return (
    <label className="check">
      <input type="hidden" name="shown" value={value} />
      <input type="checkbox" name="on" value={value} defaultChecked={isOn} />
      <span className="vh">{`${channelNames[channel]}: ${name}`}</span>
    </label>
  );
}
