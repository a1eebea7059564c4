// An archive of files by their names, in memory.
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export function zipOf(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, content] of Object.entries(entries)) file.addBuffer(Buffer.from(content as string), name);
  file.end();
  return buffer(file.outputStream);
}
