// «Вид»: how the person wants to see the site. Kept in a cookie on the device, so it holds before sign-in and without JavaScript.

export const themes = ['system', 'light', 'dark', 'contrast-light', 'contrast-dark'] as const;
export const textSizes = ['100', '125', '150', '175', '200'] as const;
export const spacings = ['normal', 'wide'] as const;
export const pictures = ['on', 'off'] as const;
export const motions = ['normal', 'less'] as const;

export type View = {
  theme: (typeof themes)[number];
  text: (typeof textSizes)[number];
  spacing: (typeof spacings)[number];
  pictures: (typeof pictures)[number];
  motion: (typeof motions)[number];
};

export const usualView: View = { theme: 'system', text: '100', spacing: 'normal', pictures: 'on', motion: 'normal' };
/** «Версия для слабовидящих»: one press. */
export const lowVisionView: View = { theme: 'contrast-light', text: '150', spacing: 'wide', pictures: 'off', motion: 'less' };

const oneOf = <const V extends readonly string[]>(values: V, value: unknown): V[number] =>
  typeof value === 'string' && values.includes(value) ? value : values[0]!;

/** A view from loose words; what is unknown becomes the usual. */
export const viewOf = (words: Partial<Record<keyof View, unknown>>): View => ({
  theme: oneOf(themes, words.theme),
  text: oneOf(textSizes, words.text),
  spacing: oneOf(spacings, words.spacing),
  pictures: oneOf(pictures, words.pictures),
  motion: oneOf(motions, words.motion),
});

/** Reads the view from a Cookie header: `view=dark.150.wide.on.normal`. A cookie broken by hand gives the usual view. */
export function readView(cookies: string | null): View {
  const value = /(?:^|;\s*)view=([a-z0-9.-]*)/.exec(cookies ?? '')?.[1] ?? '';
  const [theme, text, spacing, shown, motion] = value.split('.');
  return viewOf({ theme, text, spacing, pictures: shown, motion });
}

/** A Set-Cookie value that keeps the view for a year. */
export const viewCookie = (view: View, secure: boolean): string =>
  `view=${view.theme}.${view.text}.${view.spacing}.${view.pictures}.${view.motion}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly${secure ? '; Secure' : ''}`;

/** Attributes of <html>: the style sheets read nothing else. */
export const viewAttributes = (view: View): Record<`data-${string}`, string | undefined> => ({
  'data-theme': view.theme === 'system' ? undefined : view.theme,
  'data-text': view.text === '100' ? undefined : view.text,
  'data-leading': view.spacing === 'wide' ? 'wide' : undefined,
  'data-pictures': view.pictures === 'off' ? 'off' : undefined,
  'data-motion': view.motion === 'less' ? 'less' : undefined,
});

/** A path of this site to come back to, or `/`. `//other.example` and `/\other.example` are other hosts for a browser. */
export const samePath = (path: unknown): string => (typeof path === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/');
