// The cards that the stand-in knows: the number decides the outcome. Any other number is refused on the form,
// so that nobody's real card ever gets here.

/** `pays`, `slow` (pays later), `unknown` (the API itself fails meanwhile), or a reason for the refusal. */
export type Outcome = 'pays' | 'slow' | 'unknown' | { declined: string };

export type Scenario = { threeDSecure: boolean; outcome: Outcome; savedOutcome?: Outcome };
export type TestCard = Scenario & { number: string; title: string };

export const THREE_D_SECURE_CODE = '111111';

const declined = (reason: string): Outcome => ({ declined: reason });

export const TEST_CARDS: readonly TestCard[] = [
  { number: '2200000000000103', title: 'оплата проходит', threeDSecure: false, outcome: 'pays' },
  { number: '2200000000000202', title: 'оплата проходит, банк спрашивает код', threeDSecure: true, outcome: 'pays' },
  { number: '2200000000000301', title: 'не хватает денег', threeDSecure: true, outcome: declined('insufficient_funds') },
  { number: '2200000000000400', title: 'срок карты истёк', threeDSecure: false, outcome: declined('card_expired') },
  { number: '2200000000000509', title: 'банк карты не разрешил', threeDSecure: false, outcome: declined('call_issuer') },
  { number: '2200000000000608', title: 'карта потеряна и закрыта', threeDSecure: false, outcome: declined('payment_method_restricted') },
  { number: '2200000000000707', title: 'неверный код CVC', threeDSecure: false, outcome: declined('invalid_csc') },
  { number: '2200000000000806', title: 'обработка затянулась, деньги спишутся позже', threeDSecure: false, outcome: 'slow' },
  { number: '2200000000000905', title: 'банк не отвечает, исход неизвестен', threeDSecure: false, outcome: 'unknown' },
  {
    number: '2200000000001002',
    title: 'проходит, а автоплатёж потом отклоняется: не хватает денег',
    threeDSecure: false,
    outcome: 'pays',
    savedOutcome: declined('insufficient_funds'),
  },
  { number: '2200000000001101', title: 'превышен лимит карты', threeDSecure: false, outcome: declined('payment_method_limit_exceeded') },
];

const TEST_TOKEN = /^test-(\d{16})$/;

/** A test card under a token that everybody knows, `test-2200000000000103`: kept before this stand-in was started. */
export const knownToken = (token: string): TestCard | undefined => findTestCard(TEST_TOKEN.exec(token)?.[1] ?? '');

/** The card of that number (digits only), or nothing when it is not a test card. */
export const findTestCard = (number: string): TestCard | undefined => TEST_CARDS.find((card) => card.number === number);
