// Refusals of charges, bills and registers.
import type { RefusalTable } from './errors.ts';

export const billingRefusals = {
  'bill.noRequisites': {
    status: 409,
    text: (f) => `У организации «${f['name'] ?? ''}» не указаны банковские реквизиты, поэтому счёт нельзя собрать. Сообщите ей: телефон есть на странице счёта`,
  },
  'bill.noPaper': { status: 404, text: () => 'К этому счёту бумажный не приложен' },
  'bill.noAddress': { status: 422, text: () => 'Некуда прислать: в профиле нет почты. Добавьте её или впишите адрес' },
  'printFile.empty': { status: 422, text: () => 'В этом доме за этот месяц счетов нет. Выберите другой месяц' },
  'register.organization': { status: 422, text: () => 'Выберите организацию, для которой загружаете реестр' },
  'register.notReady': { status: 409, text: () => 'Файл ещё проверяется. Подождите, пока проверка закончится' },
  'register.hasErrors': {
    status: 409,
    text: (f) => `В файле ошибок: ${f['errors'] ?? ''}. Исправьте их и загрузите файл снова или загрузите только верные строки`,
  },
  'register.nothingToLoad': { status: 409, text: () => 'Загружать нечего: в файле нет ни одной верной новой строки' },
  'register.refused': { status: 409, text: () => 'Этот файл загрузить нельзя: исправьте названные ошибки и загрузите новый' },
  'register.loaded': { status: 409, text: () => 'Этот реестр уже загружен, ничего не изменилось' },
  'register.takenBack': { status: 409, text: () => 'Эта загрузка уже отменена' },
  'register.fileDeleted': { status: 410, text: () => 'Файл удалён: срок его хранения прошёл. Загруженное из него осталось' },
  'register.builtOn': { status: 409, text: (f) => `Поверх этой загрузки уже загружен реестр «${f['file'] ?? ''}». Сначала отмените его` },
  'advances.tooMuch': {
    status: 422,
    text: (f) => `Банком можно вернуть не больше ${f['left'] ?? ''}: остальное заплатили через портал, его возвращают из карточки платежа`,
  },
  'unmatched.bankReturned': { status: 409, text: () => 'Этот платёж или его часть уже вернули плательщику' },
  'unmatched.settled': { status: 409, text: () => 'По этому платежу уже решили. Обновите страницу' },
  'unmatched.accountUnknown': { status: 422, text: () => 'Такого счёта у вашей организации нет. Проверьте номер' },
} as const satisfies RefusalTable;
