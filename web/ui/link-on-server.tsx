// What pages get for `react-router` when they are rendered on the server (vite.config.ts): the same, with a link that is only its <a>.
// The router's own asks for a dozen contexts to follow a press, which nobody does there; a page has up to a hundred of them.
import { use } from 'react';
import { Link as RouterLink, type LinkProps, UNSAFE_LocationContext as LocationContext } from 'react-router';

export * from 'react-router';

/** A path of this site or a query of this page, with nothing to resolve. */
const PLAIN = /^(?:\/|(?:\/[\w-]+)+)?(?:\?[^?#]+)?$/;

/** The <a> that the router's link becomes in the browser, attribute by attribute. */
export function Link(props: LinkProps) {
  /* oxlint-disable no-unused-vars -- what only the router's own link understands goes onto no element */
  const {
    children,
    to,
    mask,
    prefetch,
    discover,
    relative,
    reloadDocument,
    replace,
    state,
    preventScrollReset,
    viewTransition,
    defaultShouldRevalidate,
    ...rest
  } = props;
  /* oxlint-enable no-unused-vars */
  if (typeof to !== 'string' || to === '' || mask || prefetch || !PLAIN.test(to)) return <RouterLink {...props} />;
  return (
    <a {...rest} href={to.startsWith('?') ? use(LocationContext).location.pathname + to : to} data-discover="true">
      {children}
    </a>
  );
}
