import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readXml, xmlAttributes, xmlNodes } from './xml-tree.ts';

test('elements are found by their local names, whatever their prefixes', () => {
  const root = readXml('<a:x xmlns:a="urn:one"><a:y n="1">да</a:y><y n="2"/></a:x>')!;
  expect([root.name, root.space]).toEqual(['x', 'urn:one']);
  expect(xmlNodes(root, 'y').map((node) => [node.attributes['n'], node.text])).toEqual([
    ['1', 'да'],
    ['2', ''],
  ]);
});

test.each(['', 'нет', '<a>', '<a></b>', '<a b=1/>', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'])('%s is no message', (text) =>
  expect(readXml(text)).toBeUndefined(),
);

test('an attribute comes back as it was written', () => {
  const printable = fc.string({ unit: fc.constantFrom('&', '<', '>', '"', "'", ' ', 'а', 'Б', '1') });
  fc.assert(
    fc.property(printable, (value) => {
      expect(readXml(`<a${xmlAttributes({ v: value, none: undefined })}/>`)!.attributes).toEqual({ v: value });
    }),
  );
});
