// Photographs of phones in HEIC: Exif and XMP are blanked in place, because the picture itself cannot be decoded here. Pure.

/** The file without what its Exif and XMP items held (zeros in their place); undefined when its structure cannot be read. */
export function stripHeic(file: Buffer): Buffer | undefined {
  try {
    const meta = childOf(file, { start: 0, end: file.length }, 'meta');
    const inside = { start: meta.start + 4, end: meta.end };
    const secret = new Set(metadataItems(file, childOf(file, inside, 'iinf')));
    const clean = Buffer.from(file);
    for (const { item, start, length } of extents(file, childOf(file, inside, 'iloc'))) {
      if (!secret.has(item)) continue;
      if (start + length > file.length) return undefined;
      clean.fill(0, start, start + length);
      secret.delete(item);
    }
    return secret.size === 0 ? clean : undefined;
  } catch {
    return undefined; // a length that points outside the file
  }
}

type Box = { readonly start: number; readonly end: number };

/** The content of the first box of the kind. Throws RangeError when there is none. */
function childOf(file: Buffer, within: Box, kind: string): Box {
  for (const box of boxes(file, within)) if (box.kind === kind) return box;
  throw new RangeError(`no ${kind}`);
}

function* boxes(file: Buffer, within: Box): Generator<Box & { kind: string }> {
  for (let at = within.start; at + 8 <= within.end; ) {
    const short = file.readUInt32BE(at);
    const size = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? within.end - at : short;
    const head = short === 1 ? 16 : 8;
    if (size < head || at + size > within.end) throw new RangeError('a box outside its parent');
    yield { kind: file.toString('latin1', at + 4, at + 8), start: at + head, end: at + size };
    at += size;
  }
}

/** Items that hold Exif, or XMP (`mime`). */
function metadataItems(file: Buffer, iinf: Box): number[] {
  const version = file[iinf.start]!;
  const entries = { start: iinf.start + (version === 0 ? 6 : 8), end: iinf.end };
  const items: number[] = [];
  for (const { kind, start } of boxes(file, entries)) {
    const of = file[start]!;
    if (kind !== 'infe' || of < 2) continue;
    const id = of === 2 ? file.readUInt16BE(start + 4) : file.readUInt32BE(start + 4);
    const type = file.toString('latin1', start + (of === 2 ? 8 : 10), start + (of === 2 ? 12 : 14));
    if (type === 'Exif' || type === 'mime') items.push(id);
  }
  return items;
}

/** Where items lie in the file. Those that lie elsewhere (construction method not 0) make the file unreadable for us. */
function* extents(file: Buffer, iloc: Box): Generator<{ item: number; start: number; length: number }> {
  const version = file[iloc.start]!;
  const sizes = file.readUInt16BE(iloc.start + 4);
  const [offsetSize, lengthSize, baseSize, indexSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version > 0 ? sizes & 15 : 0];
  let at = iloc.start + 6;
  const take = (size: number): number => {
    const value = size === 0 ? 0 : size === 8 ? Number(file.readBigUInt64BE(at)) : file.readUIntBE(at, size);
    at += size;
    return value;
  };
  const count = take(version < 2 ? 2 : 4);
  for (let n = 0; n < count; n++) {
    const item = take(version < 2 ? 2 : 4);
    const method = version > 0 ? take(2) & 15 : 0;
    take(2);
    const base = take(baseSize);
    const parts = take(2);
    for (let part = 0; part < parts; part++) {
      take(indexSize);
      const start = base + take(offsetSize);
      const length = take(lengthSize);
      if (method === 0) yield { item, start, length };
    }
  }
}
