/** A share as people write it. */
export const shareWords = ({ numerator, denominator }: { numerator: number; denominator: number }): string =>
  numerator === denominator ? 'целиком' : `${numerator}/${denominator}`;
