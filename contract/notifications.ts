// Notices: what a person is told, by which channels, and the demo outbox.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { listAnswer, listQuery } from './list.ts';
import { noticeStates } from './statuses/notifications.ts';
import { wordsOf } from './statuses/standing.ts';
import { Id, Instant, obj, OneOf, Nullable, Text } from './types.ts';

export const noticeColumns = {
  at: { title: 'Когда', kind: 'instant', sortable: true, filter: 'range' },
  title: { title: 'О чём', kind: 'text', filter: 'search' },
  text: { title: 'Текст', kind: 'text', filter: 'search' },
  link: { title: 'Страница', kind: 'text', nullable: true },
  state: { title: 'Прочитано', kind: 'status', filter: 'exact', words: wordsOf(noticeStates) },
} as const;

export const getNotices = endpoint({
  method: 'GET',
  url: '/api/v1/notices',
  summary: 'What the person was told, newest first, and how many notices are unread',
  query: listQuery(noticeColumns),
  answer: obj({ list: listAnswer(noticeColumns), unread: Type.Integer({ minimum: 0 }) }),
});

export const readNotices = endpoint({
  method: 'POST',
  url: '/api/v1/notices/read',
  summary: 'Marks the named notices as read, or all of them when none is named',
  body: obj({ ids: Type.Optional(Type.Array(Id, { maxItems: 200 })) }),
  answer: obj({ unread: Type.Integer({ minimum: 0 }) }),
});

const OutsideChannel = OneOf(['email', 'sms', 'push']);
const NoticePreferences = obj({
  email: Nullable(Text(320)),
  phone: Nullable(Text(40)),
  kinds: Type.Array(
    obj({
      kind: Text(60),
      group: Text(60),
      name: Text(100),
      channels: Type.Array(obj({ channel: OutsideChannel, isOn: Type.Boolean(), mayChange: Type.Boolean() })),
    }),
  ),
});

export const getNoticePreferences = endpoint({
  method: 'GET',
  url: '/api/v1/notice-preferences',
  summary: 'Which notices go out by which channel, and which of them the law or safety keeps on; addresses are masked',
  answer: NoticePreferences,
});

export const setNoticePreferences = endpoint({
  method: 'PUT',
  url: '/api/v1/notice-preferences',
  summary: 'Switches kinds of notices on or off by channel; what is not named stays',
  body: obj({ switches: Type.Array(obj({ kind: Text(60, 1), channel: OutsideChannel, isOn: Type.Boolean() }), { maxItems: 200 }) }),
  answer: NoticePreferences,
  errors: ['notifications.mayNotSwitchOff'],
});

const Token = Text(200, 1);
const LetterKind = obj({ name: Text(100) });

export const getUnsubscribe = endpoint({
  method: 'GET',
  url: '/api/v1/unsubscribe/:token',
  summary: 'Which kind of letters the address in a letter is about; changes nothing',
  params: obj({ token: Token }),
  answer: LetterKind,
});

export const unsubscribe = endpoint({
  method: 'POST',
  url: '/api/v1/unsubscribe',
  summary: 'No more letters of the kind, by the address that stands in them, also signed out',
  body: obj({ token: Token }),
  answer: LetterKind,
});

export const getDemoOutbox = endpoint({
  method: 'GET',
  url: '/api/v1/demo/outbox',
  summary: 'Demo mode: letters, SMS and notices of browsers that the stand-ins received, newest first, with the codes in them',
  query: obj({ to: Type.Optional(Text(320)) }),
  answer: obj({
    messages: Type.Array(
      obj({
        at: Instant,
        channel: OneOf(['email', 'sms', 'push']),
        to: Type.String(),
        subject: Nullable(Type.String()),
        text: Type.String(),
        attachments: Type.Array(Type.String()),
        code: Nullable(Type.String()),
      }),
    ),
  }),
  errors: ['notifications.outboxSilent'],
});
