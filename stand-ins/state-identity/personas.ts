// Who may sign in at the stand-in: one of each kind that the portal treats differently. None of them exists.

export type Persona = {
  /** The number of the account. */
  oid: string;
  /** What the button says. */
  label: string;
  person: {
    firstName: string;
    lastName: string;
    middleName?: string;
    birthDate: string;
    gender: 'M' | 'F';
    snils?: string;
    inn?: string;
    trusted: boolean;
    status: 'REGISTERED';
  };
  lists: Record<ListName, Record<string, unknown>[]>;
};
export const LISTS = ['ctts', 'docs', 'addrs', 'roles'] as const;
export type ListName = (typeof LISTS)[number];

const none = { ctts: [], docs: [], addrs: [], roles: [] };
const contact = (type: 'MBT' | 'EML', value: string, vrfStu = 'VERIFIED') => ({ type, value, vrfStu });
const passport = (series: string, number: string) => ({
  type: 'RF_PASSPORT',
  series,
  number,
  issueDate: '10.06.2015',
  issueId: '660001',
  issuedBy: 'УМВД по Свердловской области (учебное)',
  vrfStu: 'VERIFIED',
});
const address = (addressStr: string) => ({ type: 'PLV', addressStr, zipCode: '620000', countryId: 'RUS' });

export const PERSONAS: readonly Persona[] = [
  {
    oid: '1000299353',
    label: 'Соколова Галина Петровна: подтверждённая запись, кабинет на портале уже есть',
    person: {
      firstName: 'Галина',
      lastName: 'Соколова',
      middleName: 'Петровна',
      birthDate: '04.03.1953',
      gender: 'F',
      snils: '112-233-445 95',
      inn: '660000000005',
      trusted: true,
      status: 'REGISTERED',
    },
    lists: {
      ...none,
      ctts: [contact('MBT', '+7(900)0000001'), contact('EML', 'galina@gosmail.example')],
      docs: [passport('6514', '102938')],
      addrs: [address('г. Рябинск, Липовая аллея, д. 14, кв. 37')],
    },
  },
  {
    oid: '1000299354',
    label: 'Новикова Алла Юрьевна: подтверждённая запись, на портале впервые',
    person: {
      firstName: 'Алла',
      lastName: 'Новикова',
      middleName: 'Юрьевна',
      birthDate: '17.09.1988',
      gender: 'F',
      snils: '087-654-303 00',
      inn: '660000000950',
      trusted: true,
      status: 'REGISTERED',
    },
    lists: {
      ...none,
      ctts: [contact('MBT', '+7(900)0000354'), contact('EML', 'alla@gosmail.example', 'NOT_VERIFIED')],
      docs: [passport('6518', '564738')],
      addrs: [address('г. Рябинск, Ключевой проезд, д. 3, кв. 8')],
    },
  },
  {
    oid: '1000299355',
    label: 'Лунин Пётр: упрощённая запись',
    person: { firstName: 'Пётр', lastName: 'Лунин', birthDate: '01.02.1990', gender: 'M', trusted: false, status: 'REGISTERED' },
    lists: { ...none, ctts: [contact('EML', 'petr@gosmail.example')] },
  },
  {
    oid: '1000299356',
    label: 'Соколова Мария Ивановна: ребёнок, 9 лет',
    person: {
      firstName: 'Мария',
      lastName: 'Соколова',
      middleName: 'Ивановна',
      birthDate: '20.05.2017',
      gender: 'F',
      snils: '130-000-001 34',
      trusted: true,
      status: 'REGISTERED',
    },
    lists: none,
  },
  {
    oid: '1000299357',
    label: 'Заречнов Павел Сергеевич: руководитель организации',
    person: {
      firstName: 'Павел',
      lastName: 'Заречнов',
      middleName: 'Сергеевич',
      birthDate: '12.11.1979',
      gender: 'M',
      snils: '120-000-001 26',
      inn: '660000001055',
      trusted: true,
      status: 'REGISTERED',
    },
    lists: {
      ...none,
      ctts: [contact('MBT', '+7(900)0000012')],
      roles: [
        {
          oid: 1_000_300_001,
          prnOid: 1_000_299_357,
          fullName: 'ООО «Управляющая компания „Сосновый двор“»',
          shortName: 'УК «Сосновый двор»',
          ogrn: '1996600000010',
          type: 'LEGAL',
          chief: true,
          active: true,
        },
      ],
    },
  },
];
