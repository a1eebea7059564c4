// What meters may refuse.
import type { RefusalTable } from './errors.ts';

export const metersRefusals = {
  'meters.confirmWarnings': { status: 422, text: () => 'Проверьте необычные показания: исправьте или подтвердите их' },
  'meters.nothingTyped': { status: 422, text: () => 'Введите показание хотя бы одного счётчика' },
  'meters.decided': { status: 409, text: () => 'По этим показаниям решение уже принято или их заменили новыми' },
  'meters.actNotReady': { status: 409, text: () => 'Акт ещё готовится. Обычно это занимает несколько секунд' },
  'meters.actSigned': { status: 409, text: () => 'Вы уже подписали этот акт' },
  'meters.replacementAsked': { status: 409, text: () => 'Заявка на замену этого счётчика уже есть, организация ответит' },
  'meters.removed': { status: 409, text: () => 'Этот счётчик уже снят' },
  'meters.faultOpen': { status: 409, text: () => 'Отметка на этом счётчике уже стоит. Закончите её, потом ставьте новую' },
  'meters.noTampering': { status: 409, text: () => 'Норматив с коэффициентом 10 считают по людям: для отопления и общедомового счётчика такой отметки нет' },
  'meters.noFault': { status: 409, text: () => 'Отметку на этом счётчике уже сняли' },
  'meters.tooManyPhotos': { status: 429, text: () => 'За сутки уже много фото. Введите показание сами или попробуйте завтра' },
  'meters.serialTaken': { status: 409, text: (f) => `В этом доме уже стоит счётчик с номером ${f['serial'] ?? ''}` },
} as const satisfies RefusalTable;
