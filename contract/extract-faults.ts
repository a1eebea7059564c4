// What can be wrong with an extract from the register of real estate, or with the archive it came in, as people read it (OWN-2).
export const extractFaults = {
  tooLarge: 'Выписка больше 20 МБ. Закажите выписку об одном объекте',
  doctype: 'В файле есть то, чего в выписках Росреестра не бывает (объявления DOCTYPE). Скачайте выписку заново',
  cut: 'Файл выписки оборван или повреждён. Скачайте его заново',
  root: 'Это не выписка из ЕГРН о правах на недвижимость',
  tooMuch: 'В выписке слишком много записей. Закажите выписку об одном объекте',
  noNumber: 'В выписке не нашли её номера',
  noDate: 'В выписке не нашли даты, когда её составили',
  noCadastralNumber: 'В выписке не нашли кадастрового номера',
} as const;
export type ExtractFault = keyof typeof extractFaults;

export const archiveFaults = {
  archiveBroken: 'Архив оборван или повреждён. Скачайте его заново',
  archiveLocked: 'Архив закрыт паролем. Приложите тот, который прислал Росреестр',
  archiveFlood: 'В архиве слишком много файлов, или они слишком большие. Приложите тот, который прислал Росреестр',
  archiveEmpty: 'В архиве нет выписки XML. Если внутри ещё один архив, достаньте его и приложите',
  archiveSeveral: 'В архиве несколько выписок. Приложите ту, которая о вашем жилье',
} as const;
export type ArchiveFault = keyof typeof archiveFaults;
