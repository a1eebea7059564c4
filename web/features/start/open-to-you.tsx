// What is open to somebody whose role has no tasks on the portal: said plainly, with the ways that do exist.
import { Card } from '#ui/card.tsx';
import type { Desk } from './role-desks.ts';
import { AreaItems } from './waiting-areas.tsx';

export function OpenToYou({ desk: { heading, says, ways } }: { desk: Desk }) {
  return (
    <Card heading={heading}>
      {says.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <AreaItems areas={ways.map((way) => ({ ...way, lit: false }))} />
    </Card>
  );
}
