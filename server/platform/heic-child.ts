// The child side of HEIC: a phone's photograph as JPEG, without a word of its metadata. The decoder takes seconds of CPU.
import decode from 'heic-decode';
import sharp from 'sharp';
import { answerParent } from './ask-child.ts';

export type HeicOrder = { readonly file: Uint8Array; readonly mostPixels: number; readonly quality: number };
export type HeicAnswer = { readonly jpeg: Uint8Array };

async function toJpeg({ file, mostPixels, quality }: HeicOrder): Promise<HeicAnswer> {
  const [first] = await decode.all({ buffer: file });
  if (!first || first.width * first.height > mostPixels) throw new Error('no picture, or a flood of one');
  const { width, height, data } = await first.decode();
  return {
    jpeg: await sharp(data, { raw: { width, height, channels: 4 } })
      .flatten({ background: '#fff' })
      .jpeg({ quality })
      .toBuffer(),
  };
}

if (import.meta.main) answerParent(async (order, answer) => answer(await toJpeg(order as HeicOrder)));
