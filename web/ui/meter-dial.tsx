/**
 * The meter's face: black digits, then red ones after the comma. `reading` is a decimal text ('251.040'), `whole` how many black wheels there are.
 * The plain number must stand beside: the face is a picture.
 */
export function MeterDial({ reading, whole }: { reading: string; whole: number }) {
  const [black = '', red = ''] = reading.split('.');
  const digits = Array.from(black.padStart(whole, '0'), (digit) => ({ digit, red: false })).concat(Array.from(red, (digit) => ({ digit, red: true })));
  return (
    <span className="dial" role="img" aria-label={`На табло ${red ? `${black},${red}` : black}`}>
      {/* The place is all there is to tell one wheel from another. */}
      {/* oxlint-disable-next-line react/no-array-index-key */}
      {digits.map(({ digit, red: isRed }, place) => (
        <b key={place} className={isRed ? 'r' : undefined}>
          {digit}
        </b>
      ))}
    </span>
  );
}
