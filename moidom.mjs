#!/usr/bin/env node
// `npx moidom COMMAND`: the commands of the portal at the console, under the Node 24 of the lockfile.
import { goOnUnder, prepare } from './start.mjs';

goOnUnder(prepare({ build: false }), ['server/console.ts', ...process.argv.slice(2)]);
