// A button that shows words one after another, records them and gives the sound on. Not there without scripts or a microphone.
import { useState, useSyncExternalStore } from 'react';
import { Actions, Button } from '#ui/button.tsx';

const never = () => () => {};
const hasMicrophone = (): boolean => 'mediaDevices' in navigator && 'AudioContext' in globalThis;
const MARK = 'voice';
/** This browser connected a voice: only there may it be offered at the door. */
export const useHasVoice = (): boolean =>
  useSyncExternalStore(
    never,
    () => hasMicrophone() && localStorage.getItem(MARK) !== null,
    () => false,
  );
export const useCanRecord = (): boolean => useSyncExternalStore(never, hasMicrophone, () => false);
export const markVoice = (isOn: boolean): void => (isOn ? localStorage.setItem(MARK, 'yes') : localStorage.removeItem(MARK));

/** Asks the portal and throws with its own words when it refuses. */
export async function askPortal<Answer>(address: string, sent: RequestInit): Promise<Answer> {
  const answer = await fetch(address, { method: 'POST', ...sent });
  const said = (await answer.json()) as Answer & { title?: string };
  if (!answer.ok) throw new Error(said.title ?? 'Не получилось. Попробуйте ещё раз через минуту');
  return said;
}

type Given = { children: string; kind?: 'main' | 'alt'; seconds: number; words: () => Promise<readonly string[]>; give: (sound: Blob) => Promise<void> };

export function ReadAloud({ children, kind = 'alt', seconds, words, give }: Given) {
  const can = useCanRecord();
  const [word, setWord] = useState<string | null>(null);
  const [fault, setFault] = useState('');
  const onClick = async (): Promise<void> => {
    setFault('');
    try {
      const { recordWords } = await import('./record.ts');
      const sound = await recordWords(await words(), { seconds, show: setWord });
      setWord('…');
      await give(sound);
    } catch (error) {
      setFault(
        error instanceof DOMException
          ? 'Браузер не дал микрофон. Разрешите его для этой страницы и попробуйте ещё раз'
          : error instanceof Error
            ? error.message
            : '',
      );
    }
    setWord(null);
  };
  if (!can) return <p className="mut">Здесь нет микрофона или браузер не умеет записывать.</p>;
  return (
    <>
      <p className="t1" role="status">
        {word ?? ''}
      </p>
      <Actions>
        <Button type="button" kind={kind} disabled={word !== null} onClick={() => void onClick()}>
          {word === null ? children : 'Читайте вслух'}
        </Button>
      </Actions>
      <p role="alert" className="err">
        {fault}
      </p>
    </>
  );
}
