import type { Generated } from 'kysely';

export interface PersonTable {
  id: string;
  last_name: string;
  first_name: string;
  middle_name: string | null;
  phone: string | null;
  email: string | null;
  login: string | null;
  password_hash: string | null;
  password_set_at: string | null;
  confirmed: Generated<boolean>;
  second_factor: Generated<string>;
  /** A device of the person takes codes: push is tried before the message. */
  push_codes: Generated<boolean>;
  blocked_at: string | null;
  made_at: string;
  version: Generated<number>;
  /** When the person was erased: terms of keeping run from it. */
  erased_at: Generated<string | null>;
}

export interface SignInNameTable {
  value: string;
  person_id: string;
  kind: string;
}

export interface PasswordHistoryTable {
  person_id: string;
  set_at: string;
  password_hash: string;
}

export interface SessionTable {
  token_hash: Buffer;
  id: string;
  person_id: string;
  level: number;
  proofs: string[];
  ip: string;
  agent: string;
  created_at: string;
  seen_at: string;
  until: string;
  stepped_up_until: string | null;
  ended_at: string | null;
  device_id: string | null;
  acting_for: Generated<string | null>;
}

export interface SignInChallengeTable {
  token_hash: Buffer;
  id: string;
  person_id: string;
  proofs: string[];
  door: Generated<string>;
  until: string;
  used_at: string | null;
  ip: Generated<string>;
  agent: Generated<string>;
  asked_at: string | null;
  approved_at: string | null;
  denied_at: string | null;
}

export interface SignInEventTable {
  person_id: string;
  id: string;
  at: string;
  outcome: string;
  ip: string;
  agent: string;
  door: string | null;
  score: Generated<number>;
  reasons: Generated<string[]>;
  place: string | null;
}

export interface UnknownEntryTable {
  id: string;
  at: string;
  ip: string;
  agent: string;
}

export interface KnownDeviceTable {
  person_id: string;
  token_hash: Buffer;
  seen_at: string;
  until: string;
  id: Generated<string>;
  name: string | null;
  agent: Generated<string>;
  ip: Generated<string>;
  bound_at: Generated<string>;
}

export interface RoleGrantTable {
  person_id: string;
  id: string;
  role: string;
  premises_id: string | null;
  house_id: string | null;
  organization_id: string | null;
  from_day: string;
  to_day: string | null;
  ended_at: string | null;
  given_by: string | null;
  region: string | null;
  city: string | null;
}

export interface OneTimeCodeTable {
  person_id: string;
  id: string;
  bound_to: string;
  purpose: string;
  content_hash: Buffer;
  channel: string;
  code_mac: Buffer | null;
  tries_left: number;
  made_at: string;
  until: string;
  accepted_at: string | null;
  used_at: string | null;
  words: string | null;
}

export interface TotpTable {
  person_id: string;
  secret: Buffer;
  last_step: Generated<bigint>;
  made_at: string;
  confirmed_at: string | null;
}

export interface RecoveryCodeTable {
  person_id: string;
  code_mac: Buffer;
  used_at: string | null;
}

export interface PasskeyTable {
  person_id: string;
  id: string;
  credential_id: Buffer;
  public_key: Buffer;
  counter: bigint;
  transports: string[];
  name: string;
  backed_up: boolean;
  made_at: string;
  last_used_at: string | null;
}

export interface PasskeyChallengeTable {
  challenge_hash: Buffer;
  purpose: string;
  person_id: string | null;
  bound_to: string | null;
  until: string;
}

export interface AddressRangeTable {
  first_address: string;
  last_address: string;
  place: string;
}

export interface ContactProofTable {
  token_hash: Buffer;
  id: string;
  purpose: string;
  contact: string;
  person_id: string | null;
  channel: string | null;
  code_mac: Buffer | null;
  tries_left: number;
  until: string;
  used_at: string | null;
}

export interface ThrottleTable {
  key: string;
  failures: number;
  blocked_until: string;
  last_at: string;
}

export interface MachineKeyTable {
  organization_id: string;
  id: string;
  key_hash: Buffer;
  name: string;
  hint: string;
  operations: string[];
  made_by: string;
  made_at: string;
  until: string;
  last_used_at: string | null;
  revoked_at: string | null;
}

export interface PowerTable {
  principal_id: string;
  id: string;
  representative_id: string;
  rights: string[];
  from_day: string;
  to_day: string;
  made_at: string;
  ended_at: string | null;
  ground: string | null;
  end_told_at: string | null;
}

export interface PowerPaperTable {
  representative_id: string;
  id: string;
  status: string;
  principal_id: string | null;
  principal: Buffer | null;
  rights: string[];
  to_day: string;
  number: string;
  signed_on: string;
  notary: string;
  file_id: string | null;
  file_name: string | null;
  sha256: Buffer | null;
  made_at: string;
  decide_by: string | null;
  decided_by: string | null;
  reply: string | null;
  power_id: string | null;
  ended_at: string | null;
  late_told_at: string | null;
}

export interface ChildTable {
  person_id: string;
  parent_id: string;
  house_id: string;
  premises_id: string;
  services: string[];
  from_minute: number;
  to_minute: number;
  time_zone: string;
  devices: string[] | null;
  version: Generated<number>;
  made_at: string;
  ended_at: string | null;
}

export interface ContactChangeTable {
  person_id: string;
  id: string;
  kind: string;
  value: Buffer;
  asked_at: string;
  due_at: string;
  status: Generated<string>;
  ended_at: string | null;
}

declare module '#platform/tables' {
  interface Tables {
    'identity.person': PersonTable;
    'identity.sign_in_name': SignInNameTable;
    'identity.password_history': PasswordHistoryTable;
    'identity.session': SessionTable;
    'identity.sign_in_challenge': SignInChallengeTable;
    'identity.sign_in_event': SignInEventTable;
    'identity.unknown_entry': UnknownEntryTable;
    'identity.known_device': KnownDeviceTable;
    'identity.role_grant': RoleGrantTable;
    'identity.power': PowerTable;
    'identity.power_paper': PowerPaperTable;
    'identity.child': ChildTable;
    'identity.contact_change': ContactChangeTable;
    'identity.one_time_code': OneTimeCodeTable;
    'identity.totp': TotpTable;
    'identity.recovery_code': RecoveryCodeTable;
    'identity.passkey': PasskeyTable;
    'identity.passkey_challenge': PasskeyChallengeTable;
    'identity.address_range': AddressRangeTable;
    'identity.contact_proof': ContactProofTable;
    'identity.throttle': ThrottleTable;
    'identity.machine_key': MachineKeyTable;
  }
}
