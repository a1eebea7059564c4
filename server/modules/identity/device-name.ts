// A browser's own description in words that a person knows it by. Pure; nothing is decided by it.

const BROWSERS: readonly [RegExp, string][] = [
  [/YaBrowser/, 'Яндекс Браузер'],
  [/Edg/, 'Edge'],
  [/OPR|Opera/, 'Opera'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** «Chrome, Windows»; «Неизвестное устройство» when neither is recognised. */
export function deviceName(agent: string): string {
  const named = (table: readonly [RegExp, string][]): string[] =>
    table
      .filter(([pattern]) => pattern.test(agent))
      .slice(0, 1)
      .map(([, name]) => name);
  return [...named(BROWSERS), ...named(SYSTEMS)].join(', ') || 'Неизвестное устройство';
}
