// Where each form of the extract keeps its facts: an element that begins a record, and the places inside it. Data, not code.
// New forms: extract_about_property_*, extract_base_params_*, extract_transfer_rights_property, extract_about_zone. Old ones: Extract (ReestrExtract), KVOKS, KPOKS.

/** A record that is being read, by the first values found at places. */
export type RecordKind = 'head' | 'object' | 'right' | 'holder' | 'restriction';
export type Fact =
  | 'number'
  | 'formedOn'
  | 'cadastralNumber'
  | 'area'
  | 'address'
  | 'kindWords'
  | 'rightCode'
  | 'words'
  | 'registeredOn'
  | 'endedOn'
  | 'numerator'
  | 'denominator'
  | 'shareText'
  | 'lastName'
  | 'firstName'
  | 'middleName'
  | 'birthDay'
  | 'snils'
  | 'organization'
  | 'inn'
  | 'public'
  | 'code'
  | 'from'
  | 'to'
  | 'ofRight';
export type Form = {
  /** Names of elements that begin a record; a pattern is matched whole. */
  readonly records: readonly (readonly [RegExp, RecordKind])[];
  /** Places inside a record: names joined by `/`, `*` for any one name, an attribute as `@Name`. Several: the first that has a value. */
  readonly places: Readonly<Record<RecordKind, Readonly<Partial<Record<Fact, readonly string[]>>>>>;
};

const newForm: Form = {
  records: [
    [/group_top_requisites/, 'head'],
    [
      /(?:room|build|land|car_parking_space|construction|object_under_construction|under_construction|property_complex|unified_real_estate_complex|zone|zone_and_coastline|base)_(?:record|data)/,
      'object',
    ],
    [/right_record/, 'right'],
    [/right_holder/, 'holder'],
    [/restrict_record/, 'restriction'],
  ],
  places: {
    head: { number: ['registration_number'], formedOn: ['date_formation'] },
    object: {
      cadastralNumber: ['object/common_data/cad_number', 'common_data/cad_number', 'cad_number'],
      area: ['params/area', 'params/area/value', 'params/base_parameters/base_parameter/area'],
      address: [
        'address_room/address/address/readable_address',
        'address_room/address/readable_address',
        'address_location/address/readable_address',
        'address_location/address/address/readable_address',
        'address/readable_address',
        'address/address/readable_address',
      ],
      kindWords: ['params/name', 'params/name/value'],
    },
    right: {
      rightCode: ['right_data/right_type/code'],
      words: ['right_data/right_type/value'],
      number: ['right_data/right_number'],
      registeredOn: ['record_info/registration_date'],
      endedOn: ['record_info/cancel_date', 'right_data/cancel_date'],
      numerator: ['right_data/shares/share/numerator', 'right_data/shares/*/numerator'],
      denominator: ['right_data/shares/share/denominator', 'right_data/shares/*/denominator'],
      shareText: [
        'right_data/shares/share/value',
        'right_data/shares/share_description',
        'right_data/share_description',
        'right_data/shares/share/share_description',
        'right_data/shares/share',
      ],
    },
    holder: {
      lastName: ['individual/surname'],
      firstName: ['individual/name'],
      middleName: ['individual/patronymic'],
      birthDay: ['individual/birth_date'],
      snils: ['individual/snils'],
      organization: ['legal_entity/entity/*/name'],
      inn: ['legal_entity/entity/*/inn'],
      public: ['public_formation/public_formation_type/*/name', 'public_formation/public_formation_type/*/name/value'],
    },
    restriction: {
      number: ['restrictions_encumbrances_data/restriction_encumbrance_number'],
      code: ['restrictions_encumbrances_data/restriction_encumbrance_type/code'],
      words: ['restrictions_encumbrances_data/restriction_encumbrance_type/value'],
      from: ['restrictions_encumbrances_data/period/period_info/start_date'],
      to: ['restrictions_encumbrances_data/period/period_info/end_date'],
      endedOn: ['record_info/cancel_date'],
      ofRight: ['restrictions_encumbrances_data/restricting_rights/restricting_right/right_number'],
    },
  },
};

/** ReestrExtract of 2012–2016 and the cadastral extracts KVOKS and KPOKS keep facts in attributes, days as DD.MM.YYYY or ISO. */
const oldForm: Form = {
  records: [
    [/DeclarAttribute|CertificationDoc/, 'head'],
    [/ObjectDesc|Flat|Building|Construction|Uncompleted|CarParkingSpace/, 'object'],
    [/Right/, 'right'],
    [/Owner/, 'holder'],
    [/Encumbrance/, 'restriction'],
  ],
  places: {
    head: { number: ['@ExtractNumber', 'Number'], formedOn: ['@ExtractDate', 'Date'] },
    object: {
      cadastralNumber: ['CadastralNumber', '@CadastralNumber'],
      area: ['Area/Area', 'Area', 'Area/AreaText'],
      address: ['Address/Content', 'Address/Note', 'Location/Address/Note'],
      kindWords: ['Name', 'ObjectTypeText', 'Assignation/@Name', 'Assignation_Code_Text'],
    },
    right: {
      rightCode: ['Registration/Type', 'Type', '@Type'],
      words: ['Registration/Name', 'Name', '@Name'],
      number: ['Registration/RegNumber'],
      registeredOn: ['Registration/RegDate'],
      endedOn: ['Registration/EndDate'],
      numerator: ['Registration/Share/@Numerator', 'Share/@Numerator'],
      denominator: ['Registration/Share/@Denominator', 'Share/@Denominator'],
      shareText: ['Registration/ShareText', 'ShareText', 'Registration/Share'],
    },
    holder: {
      lastName: ['Person/FIO/Surname', 'Person/FamilyName'],
      firstName: ['Person/FIO/First', 'Person/FirstName'],
      middleName: ['Person/FIO/Patronymic', 'Person/Patronymic'],
      birthDay: ['Person/DateBirth', 'Person/Date_Birth'],
      snils: ['Person/SNILS'],
      organization: ['Organization/Name'],
      inn: ['Organization/INN'],
      public: ['Governance/Name'],
    },
    restriction: {
      number: ['RegNumber', 'Registration/RegNumber'],
      code: ['Type', '@Type'],
      words: ['Name', '@Name'],
      from: ['Duration/Started'],
      to: ['Duration/Stopped', 'Duration/Term'],
      endedOn: ['EndDate'],
      ofRight: [],
    },
  },
};

const PROPERTY = '(?:room|build|land|car_parking_space|construction|under_construction|property_complex|unified_real_estate_complex)';
const FORMS: readonly (readonly [RegExp, Form])[] = [
  [new RegExp(`^extract_(?:about_property|base_params)_${PROPERTY}$`), newForm],
  [/^extract_(?:transfer_rights_property|about_zone)$/, newForm],
  [/^(?:Extract|KVOKS|KPOKS)$/, oldForm],
];

/** The form of a document by the name of its root; undefined for anything that is no extract. */
export const formOf = (root: string): Form | undefined => FORMS.find(([pattern]) => pattern.test(root))?.[1];

/** 001001…: sole, 001002…: with shares, 001003…: joint. Old forms and registers that name no code are told by their words. */
export function rightKindOf(code: string, words: string): 'sole' | 'shared' | 'joint' | 'other' {
  const byCode = ({ '001001000000': 'sole', '001002000000': 'shared', '001003000000': 'joint' } as const)[code];
  if (byCode) return byCode;
  if (/дол(?:ев|я)/i.test(words)) return 'shared';
  if (/совместн/i.test(words)) return 'joint';
  return /^\s*(?:право\s+)?собственност/i.test(words) ? 'sole' : 'other';
}
