// The tables of privacy.
declare module '#platform/tables' {
  interface Tables {
    'privacy.consent': ConsentTable;
    'privacy.document': DocumentTable;
  }
}

export interface DocumentTable {
  code: string;
  version: number;
  from_day: string;
  asks_anew: boolean;
  title: string;
  summary: string;
  sections: unknown;
  sha256: Buffer;
  published_at: string;
  published_by: string | null;
}

export interface ConsentTable {
  person_id: string;
  id: string;
  code: string;
  version: number;
  sha256: Buffer;
  given_at: string;
  ended_at: string | null;
  end_reason: string | null;
}
