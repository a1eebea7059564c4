// Refusals of the calculation of a month.
import type { RefusalTable } from './errors.ts';

export const calculationRefusals = {
  'import.table': { status: 422, text: (f) => `Таблица не прочитана: ${f['why']}` },
  'import.errors': { status: 422, text: (f) => `В таблице есть ошибки, строк с ними: ${f['count']}. Исправьте их или загрузите только хорошие строки` },
  'run.exists': { status: 409, text: () => 'Расчёт этого дома за этот месяц уже начат. Откройте его в списке' },
  'run.notReady': { status: 409, text: () => 'Расчёт ещё идёт. Подождите, пока он закончится' },
  'run.noLines': { status: 409, text: () => 'В расчёте нет ни одной строки: проводить нечего. Посмотрите, чего не хватает' },
  'run.notChecked': { status: 409, text: () => 'Сначала проверьте расчёт: откройте замечания и отметьте, что посмотрели' },
  'run.stopped': { status: 409, text: () => 'Подсчёт остановлен. Сначала продолжите его' },
  'run.posted': { status: 409, text: () => 'Этот месяц уже проведён. Исправить его можно только перерасчётом в следующем месяце' },
  'run.cancelled': { status: 409, text: () => 'Этот расчёт отменён' },
  'run.noAccounts': { status: 422, text: () => 'У организации нет лицевых счетов в этом доме' },
  'run.stale': { status: 409, text: () => 'После подсчёта передали показания или изменились тарифы, решения, порог разницы. Посчитайте заново' },
  'decision.used': { status: 409, text: () => 'С этим решением уже проведены начисления. Исправьте их перерасчётом' },
  'addedSum.charged': { status: 409, text: () => 'Эту сумму уже начислили или убрали. Начисленную исправьте перерасчётом' },
  'instalment.ended': { status: 409, text: () => 'Эта рассрочка уже закончена' },
  'recalculation.notCharged': { status: 422, text: () => 'За этот месяц по этой услуге проведённого начисления нет, пересчитывать нечего' },
  'recalculation.tooMuch': { status: 422, text: () => 'Вернуть больше, чем начислено за месяц, нельзя' },
  'absences.nothing': { status: 422, text: () => 'По этому счёту за отсутствие ничего не пересчитывают: услуги идут по счётчику или по площади' },
  'absences.decided': { status: 409, text: () => 'По этому заявлению уже решили' },
  'absences.tooManyProofs': { status: 409, text: () => 'Файлов уже пять: больше к заявлению не приложить' },
} as const satisfies RefusalTable;
