// The table of statuses as a whole (AUD-3): what each object is called, its rows, and the columns of the database that hold them. For tests and for the page of parts.
import { accountLinkStatuses, accountStandings, linkRequestStatuses } from './accounts.ts';
import { addressLoadStatuses } from './addresses.ts';
import { agreementStatuses, partyStates } from './agreements.ts';
import { chargeStatuses, loadStatuses, unmatchedStatuses } from './billing.ts';
import { absenceStatuses, addedSumStates, importedRowStates, instalmentStates, runStatuses } from './calculation.ts';
import { caseStatuses } from './cases.ts';
import { documentStates, readingStates } from './documents.ts';
import {
  certificateStates,
  contactChangeStatuses,
  deviceAnswers,
  factorResetStatuses,
  invitationStatuses,
  powerPaperStatuses,
  powerStates,
  signInOutcomes,
} from './identity.ts';
import { photoStatuses, readingStatuses, replacementStatuses, submissionStatuses, verificationStates } from './meters.ts';
import { deliveryStatuses, noticeStates, smsDeliveries } from './notifications.ts';
import { councilStandings, houseWorkStates } from './housing.ts';
import { bankStates, claimStatuses, dealStates, proposalStatuses } from './ownership.ts';
import { autopaymentMonthStates, autopaymentStates, fiscalStates, paymentStatuses, refundStatuses, takenStates } from './payments.ts';
import { alertStatuses, consentEnds, consentStates, erasureStatuses, ownCopyStatuses, ownRequestStatuses } from './privacy.ts';
import { progressStatuses } from './progress.ts';
import { comparedDayStates, dayReadingStates, differenceStatuses } from './reconciliation.ts';
import { recordCheckStates, recordSourceStates } from './records.ts';
import { stateBillStates, stateNoticeStates } from './treasury.ts';
import type { StatusRows } from './standing.ts';

type Kept = { readonly name: string; readonly rows: StatusRows; readonly columns: readonly string[] };

export const statusTable: readonly Kept[] = [
  { name: 'Лицевой счёт', rows: accountStandings, columns: [] },
  { name: 'Счёт в кабинете', rows: accountLinkStatuses, columns: ['ledger.account_link.status'] },
  { name: 'Просьба о доступе к счёту', rows: linkRequestStatuses, columns: ['ledger.link_request.status'] },
  { name: 'Выпуск адресного реестра', rows: addressLoadStatuses, columns: ['addresses.load.status'] },
  { name: 'Договор', rows: agreementStatuses, columns: ['agreements.agreement.status'] },
  { name: 'Участник договора', rows: partyStates, columns: ['agreements.party.state'] },
  { name: 'Начисление и счёт', rows: chargeStatuses, columns: [] },
  { name: 'Загрузка файла', rows: loadStatuses, columns: ['billing.register_load.status', 'meters.intake.status'] },
  { name: 'Невыясненный платёж', rows: unmatchedStatuses, columns: ['billing.unmatched_payment.status'] },
  { name: 'Расчёт за месяц', rows: runStatuses, columns: ['calculation.run.status'] },
  { name: 'Рассрочка', rows: instalmentStates, columns: [] },
  { name: 'Добавленная сумма', rows: addedSumStates, columns: [] },
  { name: 'Строка из таблицы', rows: importedRowStates, columns: [] },
  { name: 'Заявление об отсутствии', rows: absenceStatuses, columns: ['calculation.absence_request.status'] },
  { name: 'Вопрос или спор', rows: caseStatuses, columns: ['cases.account_case.status'] },
  { name: 'Файл документа', rows: documentStates, columns: ['documents.version.state'] },
  { name: 'Текст документа', rows: readingStates, columns: ['documents.version.reading'] },
  { name: 'Работа в доме', rows: houseWorkStates, columns: ['housing.house_work.state'] },
  { name: 'Член совета дома', rows: councilStandings, columns: [] },
  { name: 'Вход', rows: signInOutcomes, columns: ['identity.sign_in_event.outcome'] },
  { name: 'Вход с другого устройства', rows: deviceAnswers, columns: [] },
  { name: 'Сертификат', rows: certificateStates, columns: [] },
  { name: 'Доверенность', rows: powerStates, columns: [] },
  { name: 'Бумажная доверенность', rows: powerPaperStatuses, columns: ['identity.power_paper.status'] },
  { name: 'Смена телефона или почты', rows: contactChangeStatuses, columns: ['identity.contact_change.status'] },
  { name: 'Приглашение', rows: invitationStatuses, columns: ['household.invitation.status', 'staff.invitation.status'] },
  { name: 'Потерянный способ входа', rows: factorResetStatuses, columns: ['people.factor_reset.status'] },
  { name: 'Переданные показания', rows: submissionStatuses, columns: ['meters.submission.status'] },
  { name: 'Показание', rows: readingStatuses, columns: ['meters.reading.status'] },
  { name: 'Заявка на замену счётчика', rows: replacementStatuses, columns: ['meters.replacement_request.status'] },
  { name: 'Поверка счётчика', rows: verificationStates, columns: [] },
  { name: 'Снимок счётчика', rows: photoStatuses, columns: ['meters.photo.status'] },
  { name: 'Уведомление', rows: noticeStates, columns: [] },
  { name: 'Доставка сообщения', rows: deliveryStatuses, columns: ['notifications.delivery.status'] },
  { name: 'SMS', rows: smsDeliveries, columns: ['notifications.sms_receipt.delivery'] },
  { name: 'Заявление о владении', rows: claimStatuses, columns: ['ownership.claim.status'] },
  { name: 'Подтверждение в банке', rows: bankStates, columns: ['ownership.bank_request.state'] },
  { name: 'Соглашение о долях', rows: proposalStatuses, columns: ['ownership.share_proposal.status'] },
  { name: 'Сделка', rows: dealStates, columns: ['ownership.deal.state'] },
  { name: 'Платёж', rows: paymentStatuses, columns: ['payments.payment.status', 'payments.payment.ending'] },
  { name: 'Кассовый чек', rows: fiscalStates, columns: ['payments.receipt.fiscal_state', 'payments.refund.fiscal_state'] },
  { name: 'Платёж у организации', rows: takenStates, columns: [] },
  { name: 'Возврат', rows: refundStatuses, columns: ['payments.refund.status'] },
  { name: 'Автоплатёж', rows: autopaymentStates, columns: ['payments.autopayment.state'] },
  { name: 'Месяц автоплатежа', rows: autopaymentMonthStates, columns: ['payments.autopayment_month.state'] },
  { name: 'Обращение о данных', rows: ownRequestStatuses, columns: ['privacy.request.status'] },
  { name: 'Копия данных', rows: ownCopyStatuses, columns: [] },
  { name: 'Удаление кабинета', rows: erasureStatuses, columns: ['privacy.erasure.status'] },
  { name: 'Согласие', rows: consentStates, columns: [] },
  { name: 'Конец согласия', rows: consentEnds, columns: ['privacy.consent.end_reason'] },
  { name: 'Необычный просмотр данных', rows: alertStatuses, columns: ['privacy.alert.status'] },
  { name: 'Долгая работа', rows: progressStatuses, columns: ['platform.progress.status'] },
  { name: 'День сверки', rows: comparedDayStates, columns: [] },
  { name: 'Чтение списков дня', rows: dayReadingStates, columns: ['reconciliation.day.status'] },
  { name: 'Расхождение', rows: differenceStatuses, columns: ['reconciliation.difference.status'] },
  { name: 'Сверка данных', rows: recordCheckStates, columns: ['records.checkup.state'] },
  { name: 'Ответ реестра', rows: recordSourceStates, columns: [] },
  { name: 'Счёт ведомства', rows: stateBillStates, columns: [] },
  { name: 'Сообщение ведомству', rows: stateNoticeStates, columns: ['treasury.notice.state'] },
];
