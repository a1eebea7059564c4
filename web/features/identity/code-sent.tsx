// The second half of proving a telephone without a session: what was sent, and in the demo where it lies.
import type { ReactNode } from 'react';
import { Card } from '#ui/card.tsx';

export function CodeSent({ words, children }: { words: string; children: ReactNode }) {
  return (
    <Card heading="Введите код" due>
      <p role="status">{words}</p>
      {children}
    </Card>
  );
}
