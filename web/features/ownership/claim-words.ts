// What is said beside claims of ownership.
import type { PaperKind } from '#contract/ownership';

export const silentWords = { property: 'реестр прав на недвижимость', tax: 'налоговая служба', interior: 'министерство внутренних дел' } as const;

export const paperHints: Readonly<Record<PaperKind, string>> = {
  extract: 'Архив ZIP, как его прислал Росреестр, или файл XML из него; не старше 30 дней. PDF проверит специалист, это дольше',
  signature: 'Файл .sig, который пришёл вместе с выпиской; в архиве ZIP он уже есть',
  contract: 'PDF или снимок, если в выписке чего-то не хватает. Без электронной подписи внутри его проверит специалист, это дольше',
  passport: 'Разворот с фотографией: PDF или снимок',
  power: 'Если документы за вас собирал представитель. Её проверит специалист',
  plan: 'Если его попросил специалист',
};
