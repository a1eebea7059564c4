import type { Generated } from 'kysely';

export interface NoticeTable {
  person_id: string;
  id: string;
  kind: string;
  version: number;
  facts: unknown;
  title: string;
  text: string;
  link: string | null;
  made_at: string;
  read_at: string | null;
}

export interface PreferenceTable {
  person_id: string;
  kind: string;
  channel: string;
  is_on: boolean;
}

export interface DeliveryTable {
  id: string;
  person_id: string | null;
  notice_id: string | null;
  kind: string;
  channel: string;
  recipient: string;
  network: string | null;
  spare_channels: Generated<string[]>;
  is_secret: boolean;
  title: string | null;
  text: string | null;
  short_text: string | null;
  link: string | null;
  attachments: unknown;
  status: Generated<string>;
  attempts: Generated<number>;
  reference: string | null;
  why: string | null;
  made_at: string;
  tried_at: string | null;
  next_at: string;
}

export interface SmsReceiptTable {
  message_id: string;
  delivery: string;
  received_at: string;
}

export interface ChannelTable {
  channel: string;
  is_on: boolean;
  changed_at: string;
}

export interface PushKeyTable {
  id: number;
  public_key: string;
  sealed: Buffer;
  made_at: string;
}

export interface PushDeviceTable {
  person_id: string;
  id: string;
  known_device_id: string | null;
  session_id: string;
  endpoint_hash: Buffer;
  sealed: Buffer;
  name: string;
  takes_codes: Generated<boolean>;
  made_at: string;
}

declare module '#platform/tables' {
  interface Tables {
    'notifications.notice': NoticeTable;
    'notifications.preference': PreferenceTable;
    'notifications.delivery': DeliveryTable;
    'notifications.channel': ChannelTable;
    'notifications.push_key': PushKeyTable;
    'notifications.push_device': PushDeviceTable;
    'notifications.sms_receipt': SmsReceiptTable;
  }
}
