export interface TemplateTable {
  person_id: string;
  sealed: Buffer;
  rounds: number;
  made_at: string;
  enrolled_at: string | null;
}

export interface ChallengeTable {
  id: string;
  person_id: string;
  bound_to: string;
  words: number[];
  until: string;
  used_at: string | null;
}

declare module '#platform/tables' {
  interface Tables {
    'voice.template': TemplateTable;
    'voice.challenge': ChallengeTable;
  }
}
