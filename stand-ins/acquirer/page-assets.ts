// Style and script of the bank's pages: served as files, so that the policy of the pages allows nothing inline.

export const STYLE = `
:root { color-scheme: light; font: 1rem/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; }
body { margin: 0; }
main { max-width: 26rem; margin: 0 auto; padding: 1rem; }
header { background: #17324d; color: #fff; padding: .5rem 1rem; font-weight: 600; }
header span { font-weight: 400; }
h1 { font-size: 1.25rem; margin: .5rem 0; }
.sum { font-size: 1.5rem; font-weight: 600; margin: 0 0 1rem; }
label, legend { display: block; font-weight: 600; margin-bottom: .25rem; }
.field { margin-bottom: 1rem; }
.row { display: flex; gap: 1rem; }
.row .field { flex: 1; min-width: 0; }
input:not([type=radio]) { box-sizing: border-box; width: 100%; min-height: 2.75rem; padding: .5rem; font: inherit; border: 1px solid #5b6672; border-radius: .375rem; }
input[aria-invalid=true] { border: 2px solid #b3261e; }
.problem { color: #b3261e; margin: .25rem 0 0; }
.problems { border: 2px solid #b3261e; border-radius: .375rem; padding: .5rem 1rem; margin-bottom: 1rem; }
.problems a { color: #b3261e; }
fieldset { border: 0; padding: 0; margin: 0 0 1rem; }
.choice { display: flex; align-items: center; gap: .5rem; min-height: 2.75rem; font-weight: 400; }
button, .button { display: block; box-sizing: border-box; width: 100%; min-height: 2.75rem; padding: .6rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; color: #fff; background: #0b57a4; border: 0; border-radius: .375rem; cursor: pointer; }
button:disabled { background: #5b6672; }
:focus-visible { outline: 3px solid #b45f06; outline-offset: 2px; }
.hint, details { color: #3d4751; }
details { margin-top: 1rem; }
caption { text-align: left; }
summary { min-height: 1.5rem; cursor: pointer; }
table { border-collapse: collapse; margin-top: .5rem; font-size: .875rem; }
th, td { text-align: left; padding: .25rem .5rem .25rem 0; vertical-align: top; font-weight: 400; }
th { white-space: nowrap; font-variant-numeric: tabular-nums; }
`;

/** Tells the portal's page around the frame how high it is and that the payer is done; guards the button against a second press. */
export const SCRIPT = `
const { portal, payment, status } = document.body.dataset;
const tell = (message) => { if (portal && window.parent !== window) window.parent.postMessage({ source: 'acquirer', ...message }, portal); };
const tellHeight = () => tell({ event: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) });
new ResizeObserver(tellHeight).observe(document.body);
if (status) tell({ event: 'finished', payment, status });
for (const form of document.forms) form.addEventListener('submit', () => { form.querySelector('button').disabled = true; });
window.addEventListener('pageshow', () => { for (const button of document.querySelectorAll('button')) button.disabled = false; });
const number = document.querySelector('#number');
number?.addEventListener('input', () => {
  if (number.selectionStart !== number.value.length) return;
  number.value = number.value.replace(/\\D/g, '').slice(0, 19).replace(/(\\d{4})(?=\\d)/g, '$1 ');
});
document.querySelector('.problems')?.focus();
`;
