// How claims of ownership look.
import { type ClaimStatus, claimStatuses, type PaperKind } from '#contract/ownership';
import type { Tone } from '#ui/status.tsx';

const TONES: Readonly<Record<ClaimStatus, Tone>> = { draft: 'none', submitted: 'go', checking: 'go', reviewer: 'go', asked: 'lit', confirmed: 'ok', refused: 'bad', withdrawn: 'none' };
/** `forReviewer`: what waits for the person waits for nobody here, and the other way round. */
export const claimLook = (status: ClaimStatus, forReviewer = false): { tone: Tone; word: string } =>
  ({ tone: forReviewer && status === 'reviewer' ? 'lit' : forReviewer && status === 'asked' ? 'wait' : TONES[status], word: forReviewer && status === 'reviewer' ? 'Ждёт решения' : claimStatuses[status] });

export const silentWords = { property: 'реестр прав на недвижимость', tax: 'налоговая служба', interior: 'министерство внутренних дел' } as const;

export const paperHints: Readonly<Record<PaperKind, string>> = {
  extract: 'Архив ZIP, как его прислал Росреестр, или файл XML из него; не старше 30 дней. PDF проверит специалист, это дольше', signature: 'Файл .sig, который пришёл вместе с выпиской; в архиве ZIP он уже есть', contract: 'PDF или снимок, если в выписке чего-то не хватает',
  passport: 'Разворот с фотографией: PDF или снимок', power: 'Если подаёте за собственника', plan: 'Если его попросил специалист',
};
