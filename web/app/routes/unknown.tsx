/** Any address without a page. */
export function loader(): never {
  throw new Response(null, { status: 404 });
}

/** Without a component the router would answer as if this were not a page, with no body. */
export default function Unknown(): null {
  return null;
}
