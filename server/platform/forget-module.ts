// Forgets what need not be kept: answers under keys that nobody will repeat any more.
import type { Module } from './module.ts';
import { forgetOldCommands } from './work.ts';

const KEEP_MS = 30 * 86_400_000; // a repeated payment request is answered for a month

export const forgetModule = (): Module => ({
  name: 'forget',
  jobs: { 'forget.commands': { run: ({ db, now }) => forgetOldCommands(db, new Date(now().getTime() - KEEP_MS)) } },
  every: [{ task: 'forget.commands', seconds: 86_400 }],
});
