// Connects this browser for notices: asks its leave, subscribes, and sends the subscription with the form around it.
import { useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '#ui/button.tsx';

const FIELDS = ['endpoint', 'p256dh', 'auth'] as const;
const never = () => () => {};
const canPush = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
/** False on the server and where the browser takes none. */
export const useCanPush = (): boolean => useSyncExternalStore(never, canPush, () => false);

async function subscribe(publicKey: string): Promise<Record<(typeof FIELDS)[number], string>> {
  if ((await Notification.requestPermission()) !== 'granted')
    throw new Error('Браузер не разрешил уведомления. Разрешите их этому сайту в настройках браузера и нажмите ещё раз.');
  await navigator.serviceWorker.register('/push-worker.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const { endpoint = '', keys = {} } = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })).toJSON();
  return { endpoint, p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' };
}

/** Stands in a form of its own. */
export function PushButton({ publicKey }: { publicKey: string }) {
  const form = useRef<HTMLSpanElement>(null);
  const [fault, setFault] = useState('');
  const connect = async (): Promise<void> => {
    setFault('');
    try {
      const given = await subscribe(publicKey);
      const around = form.current!.closest('form')!;
      for (const name of FIELDS) (around.elements.namedItem(name) as HTMLInputElement).value = given[name];
      around.requestSubmit();
    } catch (error) {
      setFault(
        error instanceof DOMException
          ? 'Браузер не смог подключиться к своей службе уведомлений. Попробуйте позже или в другом браузере.'
          : (error as Error).message,
      );
    }
  };
  return (
    <span ref={form}>
      {FIELDS.map((name) => (
        <input key={name} type="hidden" name={name} />
      ))}
      <Button type="button" kind="alt" onClick={() => void connect()}>
        Присылать на это устройство
      </Button>
      <span role="alert" className="err">
        {fault}
      </span>
    </span>
  );
}
