// Apart from the other words of meters: pages that show readings need none of these.
/** Why readings of a meter may not be charged by (items 59, 60, 62 of Rules 354). */
export const METER_FAULTS = {
  broken: 'Счётчик неисправен',
  sealTorn: 'Пломба счётчика сорвана',
  noAccess: 'Не дают проверить счётчик',
  tampered: 'Вмешательство в работу счётчика',
} as const;
export type MeterFault = keyof typeof METER_FAULTS;
/** Of these the average stands for what was not measured; tampering is charged in a way of its own. */
export const PLAIN_FAULTS = ['broken', 'sealTorn', 'noAccess'] as const satisfies readonly MeterFault[];
