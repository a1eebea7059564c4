import type { AnswerOf } from '#contract/endpoint';
import type { getNoticePreferences } from '#contract/notifications';
import { type Column, DataTable } from '#ui/data-table.tsx';

type Preferences = AnswerOf<typeof getNoticePreferences>;
type Kind = Preferences['kinds'][number];
type Channel = Kind['channels'][number]['channel'];
const channelNames: Readonly<Record<Channel, string>> = { email: 'Почта', sms: 'СМС', push: 'Устройства' };

const columnsOf = (channels: readonly Channel[]): readonly Column<Kind>[] => [
  { key: 'name', name: 'О чём', head: true, cell: ({ name }) => name },
  ...channels.map((channel): Column<Kind> => ({ key: channel, name: channelNames[channel], cell: (kind) => <Tick kind={kind} channel={channel} /> })),
];

/**
 * Which notices go where: all are seen in the portal, so only the ways outside are asked about, devices where there are any. `shown` tells the action what stood
 * on the page, so that a tick taken off is known. What nobody may switch is said in one sentence.
 */
export function PreferenceTable({ kinds, hasDevices }: { kinds: readonly Kind[]; hasDevices: boolean }) {
  const shown: readonly Channel[] = hasDevices ? ['email', 'sms', 'push'] : ['email', 'sms'];
  const free = kinds.filter(({ channels }) => channels.some(({ channel, mayChange }) => mayChange && shown.includes(channel)));
  const fixed = kinds.filter((kind) => !free.includes(kind));
  const groups = [...new Set(free.map(({ group }) => group))];
  return (
    <>
      {groups.map((group) => (
        <DataTable key={group} caption={group} columns={columnsOf(shown)} rows={free.filter((kind) => kind.group === group)} rowKey={({ kind }) => kind} />
      ))}
      {fixed.length > 0 && (
        <p className="mut">{`Всегда и на почту, и в СМС: ${fixed.map(({ name }) => name.toLowerCase()).join(', ')}. Это ваша безопасность и требование закона.`}</p>
      )}
    </>
  );
}

function Tick({ kind: { kind, name, channels }, channel }: { kind: Kind; channel: Channel }) {
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
