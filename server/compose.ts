// Which modules run here and with which ports to the outside world.
import { identityModule } from '#modules/identity';
import type { Module } from './platform/module.ts';
import type { Settings } from './platform/settings.ts';
import type { Ground } from './platform/work.ts';

/** The modules in the order of server/modules.ts. `close` lets go of what they hold open. */
export function composeModules(_settings: Settings, _ground: Ground): { modules: readonly Module[]; close(): Promise<void> } {
  return { modules: [identityModule()], close: async () => {} };
}

export { identify } from '#modules/identity';
