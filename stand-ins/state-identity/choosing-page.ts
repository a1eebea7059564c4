// The page of a system that people sign in by: who is it this time. Shared by the state's and the bank's.

type Choice = { value: string; label: string };

/** A form that names the chosen one as `oid`. Nothing here comes from outside. */
export const choosingPage = (title: string, choices: readonly Choice[]): string => `<!doctype html>
<html lang="ru">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>
:root { font: 1rem/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; }
body { margin: 0; }
header { background: #0d4cd3; color: #fff; padding: .5rem 1rem; font-weight: 600; }
main { max-width: 34rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.25rem; }
button { display: block; width: 100%; min-height: 2.75rem; margin: 0 0 .75rem; padding: .6rem 1rem; font: inherit; text-align: left; color: #0b2f7a; background: #fff; border: 1px solid #0d4cd3; border-radius: .5rem; cursor: pointer; }
:focus-visible { outline: 3px solid #b45f06; outline-offset: 2px; }
</style></head>
<body><header>${title}</header><main><h1>Кто входит?</h1><p>Людей этих нет, пароль не нужен.</p>
<form>${choices.map(({ value, label }) => `<button name="oid" value="${value}">${label}</button>`).join('')}</form></main></body></html>`;
