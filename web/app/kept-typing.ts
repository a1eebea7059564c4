// What was typed into a form that was sent when the session had ended already comes back after signing in. Kept in this tab alone, for whoever
// typed it, until another page is opened. Comes after the page: not a part of its first load.

const PLACE = 'typed';
const NEVER = /^(?:password|hidden|file|submit|button)$/;
const SECRET = /one-time-code|password|^cc-/;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Typed = { address: string; personId: string; fields: [name: string, value: string, isOn: boolean][]; hasLeft: boolean };

let addressHere = '';
let personHere: string | undefined;
const isTick = (field: Field): field is HTMLInputElement => field.type === 'checkbox' || field.type === 'radio';
const fieldsOf = (form: HTMLFormElement): Field[] =>
  ([...form.elements] as Field[]).filter(({ name, type, autocomplete }) => name !== '' && !NEVER.test(type) && !SECRET.test(autocomplete));

addEventListener(
  'submit',
  ({ target }) => {
    const form = target as HTMLFormElement;
    if (personHere === undefined || form.getAttribute('method') !== 'post') return;
    keep({
      address: addressHere,
      personId: personHere,
      fields: fieldsOf(form).map((field) => [field.name, field.value, isTick(field) && field.checked]),
      hasLeft: false,
    });
  },
  true,
);

const keep = (typed: Typed): void => sessionStorage.setItem(PLACE, JSON.stringify(typed));

/** To be called whenever a page is shown, with its path and query: what was kept goes back into its fields, stays while the person signs in, and is forgotten anywhere else. */
export function bringTypingBack(address: string, personId: string | undefined): void {
  [addressHere, personHere] = [address, personId];
  const text = sessionStorage.getItem(PLACE);
  if (text === null) return;
  const typed = JSON.parse(text) as Typed;
  if (address.startsWith('/sign-in')) return keep({ ...typed, hasLeft: true });
  if (typed.address === address && !typed.hasLeft) return; // the form's own answer shows what was typed
  sessionStorage.removeItem(PLACE);
  if (typed.address === address && typed.personId === personId) putBack(typed);
}

function putBack({ fields }: Typed): void {
  const rest = [...document.forms].filter((form) => form.getAttribute('method') === 'post').flatMap(fieldsOf);
  for (const [name, value, isOn] of fields) {
    const at = rest.findIndex((field) => field.name === name && (!isTick(field) || field.value === value));
    const [field] = at < 0 ? [] : rest.splice(at, 1);
    if (field) putInto(field, value, isOn);
  }
}

/** As if the person did it, so that the page hears of it. */
function putInto(field: Field, value: string, isOn: boolean): void {
  if (isTick(field)) {
    if (field.checked !== isOn) field.click();
  } else if (field.value !== value) {
    // Past what the page has put over it, to hear of changes.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')!.set!.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
