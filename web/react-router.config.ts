import type { Config } from '@react-router/dev/config';

// 'initial': the whole route manifest comes with the page. Asked for lazily it would fail offline.
export default { ssr: true, appDirectory: 'app', buildDirectory: 'build', routeDiscovery: { mode: 'initial' } } satisfies Config;
