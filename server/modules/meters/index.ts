// The door of meters: instruments, readings handed in with an act, the history of use.
import type { Module } from '#platform/module';
import { checkIntakeJob } from './check-intake.ts';
import { loadIntakeJob, takeBackIntakeJob } from './load-intake.ts';
import { type ActOrder, makeAct } from './make-act.ts';
import './meters.events.ts';
import { forgetUnusedPhotos, readPhoto } from './meter-photos.ts';
import { metersRoutes } from './meters.routes.ts';
import './meters.tables.ts';
import type { MetersPorts } from './ports.ts';
import { remindVerification } from './remind-verification.ts';
import { sweepIntakes } from './sweep-intakes.ts';
import { takeRegisterReadings } from './take-register-readings.ts';

export { metersPersonal } from './meters.personal.ts';
export { addMeters, addPastReadings, type NewMeter, type PastReading } from './add-meters.ts';
export { enterControl } from './enter-readings.ts';
export { endFault, noteFault, noteTampering, supposeTampering } from './meter-faults.ts';
export { reachedMeter } from './reached-meter.ts';
export { type TamperedMeter, tamperingsOf } from './tamperings.ts';
export { readingsToldSince } from './told-since.ts';
export { type HouseMeter, metersOfHouse, onceMetered } from './house-meters.ts';
export { countWaitingForStaff } from './work-lists.ts';
export { type WaitingHome, waitingReadings } from './meters.queries.ts';

const DAY_SECONDS = 86_400;

export const metersModule = (ports: MetersPorts): Module => ({
  name: 'meters',
  routes: metersRoutes(ports),
  jobs: {
    'meters.check-intake': checkIntakeJob(ports.files),
    'meters.load-intake': loadIntakeJob(ports.files),
    'meters.sweep-intakes': { run: sweepIntakes, deadlineSeconds: 3_600 },
    'meters.take-back-intake': takeBackIntakeJob,
    'meters.forget-photos': { run: forgetUnusedPhotos },
    'meters.make-act': { run: (context, payload) => makeAct(ports, context, payload as ActOrder), deadlineSeconds: 120 },
    'meters.read-photo': { run: (context, payload) => readPhoto(ports, context, payload as { houseId: string; photoId: string }), deadlineSeconds: 120 },
    'meters.remind-verification': { run: async (context) => void (await remindVerification(context)) },
  },
  on: { 'register.readings': takeRegisterReadings },
  every: [
    { task: 'meters.sweep-intakes', seconds: DAY_SECONDS },
    { task: 'meters.remind-verification', seconds: DAY_SECONDS },
    { task: 'meters.forget-photos', seconds: DAY_SECONDS },
  ],
});
