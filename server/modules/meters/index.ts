// The door of meters.
import './meters.events.ts';
import './meters.tables.ts';

export { addMeters, addPastReadings, type NewMeter, type PastReading } from './add-meters.ts';
