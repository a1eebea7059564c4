// What a form was answered with stays until the page is left or the form is sent again. The router forgets it whenever the page's data come
// anew (a live event) and when a link leads to a field of the same page: the errors went out under the eyes of who was mending them.
import { type ReactNode, useContext, useEffect, useState } from 'react';
import { type Location, UNSAFE_DataRouterContext as RouterContext, UNSAFE_DataRouterDataContext as RouterData, useLocation } from 'react-router';

const isSamePlace = (was: Location, is: Location): boolean =>
  was.key === is.key || (was.hash !== is.hash && was.pathname + was.search === is.pathname + is.search);

export function KeptAnswer({ children }: { children: ReactNode }) {
  const { router } = useContext(RouterContext)!;
  const data = useContext(RouterData)!;
  const location = useLocation();
  // Heard from the router itself: what comes and goes between two drawings of a slow device is in none of them.
  const [kept] = useState({ at: location, answer: data.actionData });
  useEffect(
    () =>
      router.subscribe((state) => {
        if (state.actionData) [kept.at, kept.answer] = [state.location, state.actionData];
      }),
    [router, kept],
  );
  const value = data.actionData || !isSamePlace(kept.at, location) ? data : { ...data, actionData: kept.answer };
  return <RouterData.Provider value={value}>{children}</RouterData.Provider>;
}
