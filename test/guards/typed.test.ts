// What is typed into a form stays in it after a refusal: each control of a form that is posted to its page is drawn again with what was
// typed, and none that the answer of a refusal leaves out as a secret waits for it.
import { expect, test } from 'vitest';
import { parseSync } from 'vite';
import { type Fault, type Source, sources } from './sources.ts';

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [member: string]: unknown };
const VALUES = ['defaultValue', 'value', 'defaultChecked', 'checked', 'chosen'];
/** Not typed into, or not to be shown again. */
const NOT_TYPED = /^(?:hidden|password|file|submit)$/;
const CONTROLS = /^(?:input|select|textarea|TextInput|TextArea|Select|NumberInput|MoneyInput|Checkbox|RadioGroup)$/;
/** As web/app/form.ts has it. */
const SECRET = /password|(?<!service)code|secret/i;
/** Ticks that a person puts anew each time: that what is unusual is right, that he agrees. */
const ANEW = /confirmed|^(?:consent|agree|unusual)$/;

function typedFaults(files: readonly Source[]): Fault[] {
  return files.flatMap(({ path, text }) => {
    const faults: Fault[] = [];
    const of = (node: unknown): string => (node ? text.slice((node as Node).start, (node as Node).end) : '');
    const isOpen = /refused\([^;]*, form, /.test(text);
    /** `form`: what the form around posts to; null outside of one, where a component is a part of it. */
    const visit = (node: unknown, form: 'page' | 'elsewhere' | null): void => {
      if (Array.isArray(node)) for (const one of node) visit(one, form);
      if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
      let around = form;
      if ((node as Node).type === 'JSXElement') {
        const element = (node as Node)['openingElement'] as Node;
        const tag = of(element['name']);
        const given = new Map<string, string>();
        for (const one of element['attributes'] as Node[]) given.set(one.type === 'JSXSpreadAttribute' ? '...' : of(one['name']), of(one['value']));
        const plain = (name: string): string => (given.get(name) ?? '').replaceAll(/["']/g, '');
        if (tag === 'Filters') around = 'elsewhere';
        if (/^form$/i.test(tag) || tag.endsWith('.Form')) around = plain('method') === 'post' && !given.has('encType') ? 'page' : 'elsewhere';
        const name = given.get('name');
        if (
          name !== undefined &&
          CONTROLS.test(tag) &&
          around !== 'elsewhere' &&
          !given.has('...') &&
          !NOT_TYPED.test(plain('type')) &&
          !ANEW.test(plain('name'))
        ) {
          const where = `line ${text.slice(0, element.start).split('\n').length}: ${tag} ${name}`;
          const isDrawn = VALUES.some((value) => given.has(value));
          const isSecret = !name.startsWith('{') && SECRET.test(plain('name'));
          if (!isDrawn && !isSecret) faults.push({ path, what: `${where} is drawn empty after a refusal` });
          if (isDrawn && isSecret && !isOpen) faults.push({ path, what: `${where} waits for what a refusal leaves out as a secret` });
        }
      }
      for (const [member, child] of Object.entries(node)) if (member !== 'type') visit(child, around);
    };
    visit(parseSync(path, text).program, null);
    return faults;
  });
}

test('X-3: what was typed is drawn again by every form of every page', () => expect(typedFaults(sources(/^web\/(?:app|features)\/.*\.tsx$/))).toEqual([]));

test('planted: a field that is drawn empty, one that waits for a secret; files, filters, ticks and one-time codes are none', () => {
  const within = (control: string, form = '<Form method="post">') => `export const Page = () => ${form}${control}</${/\w+/.exec(form)![0]}>;`;
  const faults = (text: string) => typedFaults([{ path: 'web/app/routes/x.tsx', text }]).map(({ what }) => what);
  expect(faults(within('<TextInput name="note" label="Что сделано" />'))).toEqual(['line 1: TextInput "note" is drawn empty after a refusal']);
  expect(faults('export const Part = () => <p><Select name="unit" label="За что" /></p>;')).toHaveLength(1);
  expect(faults(within('<TextInput name="code" defaultValue={values[\'code\']} />'))).toEqual([
    'line 1: TextInput "code" waits for what a refusal leaves out as a secret',
  ]);
  const kept = "export const action = () => refused(problem, form, ['code']);\n";
  for (const text of [
    within('<TextInput name="note" defaultValue={values[\'note\']} />'),
    kept + within('<TextInput name="code" defaultValue={values[\'code\']} />'),
    within('<TextInput name="code" autoComplete="one-time-code" />'),
    within('<Checkbox name="confirmed" />'),
    within('<FileInput name="file" /><input type="hidden" name="version" />'),
    within('<TextInput name="search" />', '<Filters>'),
    within('<Select name="organizationId" />', '<form method="post" encType="multipart/form-data">'),
  ])
    expect(faults(text)).toEqual([]);
});
