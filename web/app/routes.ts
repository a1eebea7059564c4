// Every page of the site. An area's pages stand in routes/<area>.tsx.
import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('routes/start.tsx'),
  route('view', 'routes/view.ts'),
  route('choose-home', 'routes/choose-home.ts'),
  route('ui', 'routes/ui.tsx'),
  route('notices', 'routes/notices.tsx'),
  route('profile/notices', 'routes/profile.notices.tsx'),
  route('demo/outbox', 'routes/demo.outbox.tsx'),
  route('demo/outbox.json', 'routes/demo.outbox-json.ts'),
  // The last: an unknown address still gets the root's data, so that its page has the person's theme and menu.
  route('*', 'routes/unknown.tsx'),
] satisfies RouteConfig;
