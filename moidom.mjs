#!/usr/bin/env node
// `npx moidom COMMAND`: the commands of the portal at the console, under the Node 24 of the lockfile.
import { goOnUnder, prepare } from './start.mjs';

// A country's register streams through: what is young stays small (server/node-flags.ts).
const flags = process.argv.includes('load-gar') ? ['--max-semi-space-size=4'] : [];
goOnUnder(prepare({ build: false }), [...flags, 'server/console.ts', ...process.argv.slice(2)]);
