// The acquirer's page inside ours: card data are typed there and never come here (PAY-2).
// oxlint-disable react/iframe-missing-sandbox -- the one frame of this file is of another origin: it needs its own cookies
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';

const LEAST_HEIGHT = 360;
const MOST_HEIGHT = 2_000;

type Told = { source?: unknown; event?: unknown; height?: unknown };

/** Grows with its content and goes on to `done` when the payer has finished. Listens to the bank's own origin only. */
export function BankFrame({ url, done }: { url: string; done: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(LEAST_HEIGHT);
  const navigate = useNavigate();
  useEffect(() => {
    const { origin } = new URL(url);
    const hear = ({ origin: from, source, data }: MessageEvent<Told | null>): void => {
      if (from !== origin || source !== frame.current?.contentWindow || data?.source !== 'acquirer') return;
      if (data.event === 'height' && typeof data.height === 'number') setHeight(Math.min(Math.max(Math.ceil(data.height) + 16, LEAST_HEIGHT), MOST_HEIGHT));
      if (data.event === 'finished') void navigate(done);
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, [url, done, navigate]);
  // The bank is another origin: it keeps its own cookies and can reach nothing of ours.
  return (
    <iframe
      ref={frame}
      className="bankframe"
      src={url}
      height={height}
      title="Страница банка: данные карты"
      sandbox="allow-forms allow-scripts allow-same-origin allow-top-navigation-by-user-activation"
      referrerPolicy="origin"
    />
  );
}
