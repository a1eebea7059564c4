// Apart from the other words of meters: pages that show readings need none of these.
/** Why readings of a meter may not be charged by (items 59, 60 of Rules 354). */
export const METER_FAULTS = { broken: 'Счётчик неисправен', sealTorn: 'Пломба счётчика сорвана', noAccess: 'Не дают проверить счётчик' } as const;
export type MeterFault = keyof typeof METER_FAULTS;
