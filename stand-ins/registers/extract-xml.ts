// An extract about a flat as the register makes it: extract_about_property_room, without a namespace.
import { xmlText } from '#platform/xml-tree';

export type RegisterHolder = { name: string; birthDay?: string; snils?: string; inn?: string; isOrganization?: boolean };
export type RegisterRight = {
  number: string;
  registeredOn: string;
  endedOn?: string;
  share?: { numerator: number; denominator: number };
  ground?: string;
  holders: readonly RegisterHolder[];
};
export type RegisterRestriction = { number: string; words: string; from: string; to?: string; ofRight: string };
export type RegisterObject = {
  cadastralNumber: string;
  address: string;
  area: string;
  rights: readonly RegisterRight[];
  restrictions: readonly RegisterRestriction[];
};

const tag = (name: string, inner: string | undefined): string => (inner === undefined ? '' : `<${name}>${inner}</${name}>`);
const told = (name: string, value: string | undefined): string => tag(name, value && xmlText(value));

/** `hidden`: as for somebody who is not the owner. */
export function extractXml(
  { cadastralNumber, address, area, rights, restrictions }: RegisterObject,
  { number, day, hidden = false }: { number: string; day: string; hidden?: boolean },
): string {
  const room = [
    tag(
      'object',
      tag(
        'common_data',
        told('cad_number', cadastralNumber) +
          told('quarter_cad_number', cadastralNumber.split(':').slice(0, 3).join(':')) +
          tag('type', told('code', '002001003000') + told('value', 'Помещение')),
      ),
    ),
    tag('params', told('area', area) + told('name', 'Квартира') + tag('purpose', told('code', '206002000000') + told('value', 'Жилое'))),
    tag('address_room', tag('address', tag('address', told('readable_address', address)))),
  ].join('\n');
  return `<?xml version="1.0" encoding="utf-8"?>\n<extract_about_property_room>\n${[
    tag(
      'details_statement',
      tag('group_top_requisites', told('organ_registr_rights', 'Учебный Росреестр') + told('date_formation', day) + told('registration_number', number)),
    ),
    tag('room_record', room),
    tag(
      'right_records',
      rights
        .filter(({ endedOn }) => endedOn === undefined)
        .map((right) => rightRecord(right, hidden))
        .join('\n'),
    ),
    tag('restrict_records', restrictions.map(restrictionRecord).join('\n')),
    told('status', 'Сведения об объекте недвижимости имеют статус "актуальные"'),
  ].join('\n')}\n</extract_about_property_room>\n`;
}

function rightRecord({ number, registeredOn, share, holders }: RegisterRight, hidden: boolean): string {
  const type = share
    ? ['001002000000', 'Общая долевая собственность']
    : holders.length > 1
      ? ['001003000000', 'Общая совместная собственность']
      : ['001001000000', 'Собственность'];
  const shares = share && tag('shares', tag('share', told('numerator', String(share.numerator)) + told('denominator', String(share.denominator))));
  return tag(
    'right_record',
    [
      tag('record_info', told('registration_date', `${registeredOn}T10:00:00+05:00`)),
      tag('right_data', tag('right_type', told('code', type[0]) + told('value', type[1])) + told('right_number', number) + (shares ?? '')),
      tag(
        'right_holders',
        holders.map((holder) => tag('right_holder', hidden ? tag('undefined', told('value', 'Физическое лицо')) : holderRecord(holder))).join(''),
      ),
    ].join(''),
  );
}

function holderRecord({ name, birthDay, snils, inn, isOrganization }: RegisterHolder): string {
  if (isOrganization) return tag('legal_entity', tag('entity', tag('resident', told('name', name) + told('inn', inn))));
  const [surname, first, patronymic] = name.split(' ');
  return tag(
    'individual',
    told('surname', surname) + told('name', first) + told('patronymic', patronymic) + told('birth_date', birthDay) + told('snils', snils),
  );
}

const restrictionRecord = ({ number, words, from, to, ofRight }: RegisterRestriction): string =>
  tag(
    'restrict_record',
    tag(
      'restrictions_encumbrances_data',
      told('restriction_encumbrance_number', number) +
        tag('restriction_encumbrance_type', told('code', '022007000000') + told('value', words)) +
        tag('period', tag('period_info', told('start_date', from) + told('end_date', to))) +
        tag('restricting_rights', tag('restricting_right', told('right_number', ofRight))),
    ),
  );
