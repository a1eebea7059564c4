// How unusual a signing in is (AUTH-6): each reason adds to a score, the score decides. Pure.
import type { Risk } from './assurance.ts';

export const RISK_REASONS = ['newDevice', 'place', 'hour', 'failures', 'manyFailures', 'agent'] as const;
export type RiskReason = (typeof RISK_REASONS)[number];

const WEIGHTS: Readonly<Record<RiskReason, number>> = { newDevice: 20, place: 30, hour: 15, failures: 25, manyFailures: 40, agent: 30 };
const RAISED = 30;
const STOP = 90;

const FAILURES = 5;
const MANY_FAILURES = 20;
/** Habits are known after so many entries. */
const HABIT = 10;
const NEAR_HOURS = 2;
const DAY_HOURS = 24;

/**
 * What is known when a person enters. `place` null: no file of addresses, or none of this one. `hour`, `usualHours`: hours of
 * the day in Moscow. `failures`: of the last day, by strangers. `agent`: the browser and system of a known device now and before.
 */
export type SignInFacts = {
  isNewDevice: boolean;
  place: string | null;
  usualPlaces: readonly string[];
  hour: number;
  usualHours: readonly number[];
  failures: number;
  agent: { now: string; before: string | null };
};
export type Assessed = { score: number; risk: Risk; reasons: RiskReason[] };

/**
 * Strangers who guess must not shut the owner out: their failures do not count on a known device, and without them and
 * the new device the score never reaches the stop.
 */
export function riskOf(facts: SignInFacts): Assessed {
  const isFar = (hour: number): boolean => Math.min(Math.abs(hour - facts.hour), DAY_HOURS - Math.abs(hour - facts.hour)) > NEAR_HOURS;
  const is: Readonly<Record<RiskReason, boolean>> = {
    newDevice: facts.isNewDevice,
    place: facts.place !== null && facts.usualPlaces.length > 0 && !facts.usualPlaces.includes(facts.place),
    hour: facts.usualHours.length >= HABIT && facts.usualHours.every(isFar),
    failures: facts.isNewDevice && facts.failures >= FAILURES && facts.failures < MANY_FAILURES,
    manyFailures: facts.isNewDevice && facts.failures >= MANY_FAILURES,
    agent: !facts.isNewDevice && facts.agent.before !== null && facts.agent.before !== facts.agent.now,
  };
  const reasons = RISK_REASONS.filter((reason) => is[reason]);
  const score = reasons.reduce((sum, reason) => sum + WEIGHTS[reason], 0);
  return { score, risk: score >= STOP ? 'stop' : score >= RAISED ? 'raised' : 'calm', reasons };
}
