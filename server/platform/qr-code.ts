// A QR code as one SVG path: small, and drawn at once by Typst and by browsers.
import { encodeQR } from 'qr';

/** White around the code that the standard wants (ISO/IEC 18004): without it readers fail on tinted paper. */
const QUIET_ZONE_MODULES = 4;

/** Horizontal runs of dark modules, one unit each; `side` counts the quiet zone too. Throws when the text does not fit a code of level M (2,331 bytes). */
export function qrPath(text: string, encode: (text: string) => Uint8Array = (value) => new TextEncoder().encode(value)): { side: number; path: string } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', encoding: 'byte', border: QUIET_ZONE_MODULES, textEncoder: encode });
  let path = '';
  rows.forEach((row, y) => {
    let x = 0;
    while (x < row.length) {
      let end = x;
      while (row[end]) end++;
      if (end > x) path += `M${x} ${y}h${end - x}v1h-${end - x}z`;
      x = end + 1;
    }
  });
  return { side: rows.length, path };
}

/** The whole picture with its white ground, to be put into a document. */
export function qrSvg({ side, path }: { side: number; path: string }): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/><path d="${path}"/></svg>`
  );
}
