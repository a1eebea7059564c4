// What `kept.tsx` is on the server (vite.config.ts): a part of the shell is rendered once, and its text serves all pages where it is the same.
// The shell is a quarter of a page's elements.
import { renderToString } from 'react-dom/server';
import type { KeptGiven } from './kept.tsx';

/** Counts of what waits are part of what a text depends on, so there is no end of texts: forgotten all together now and then. */
const MOST = 500;
const texts = new Map<string, { __html: string }>();

export function Kept({ as: Tag, of, children, ...rest }: KeptGiven) {
  const key = `${rest.className} ${JSON.stringify(of)}`;
  let text = texts.get(key);
  if (!text) {
    if (texts.size === MOST) texts.clear();
    // React allows one rendering within another where no hook of the outer one follows.
    texts.set(key, (text = { __html: renderToString(children) }));
  }
  return <Tag {...rest} dangerouslySetInnerHTML={text} />;
}
