import type { AnswerOf } from '#contract/endpoint';
import type { getNoticePreferences } from '#contract/notifications';
import { type Column, DataTable } from '#ui/data-table.tsx';

type Preferences = AnswerOf<typeof getNoticePreferences>;
type Kind = Preferences['kinds'][number];
const channelNames = { email: 'Почта', sms: 'СМС' } as const;

/** Which notices go where: a tick per kind and channel. `shown` tells the action what stood on the page, so that a tick taken off is known. */
export function PreferenceTable({ kinds }: { kinds: readonly Kind[] }) {
  const columns: Column<Kind>[] = [
    { key: 'name', name: 'О чём', head: true, cell: ({ name }) => name },
    { key: 'portal', name: 'Здесь, в портале', cell: () => 'Всегда' },
    ...(['email', 'sms'] as const).map((channel): Column<Kind> => ({ key: channel, name: channelNames[channel], cell: (kind) => <Tick kind={kind} channel={channel} /> })),
  ];
  const groups = [...new Set(kinds.map(({ group }) => group))];
  return groups.map((group) => <DataTable key={group} caption={group} columns={columns} rows={kinds.filter((kind) => kind.group === group)} rowKey={({ kind }) => kind} />);
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
