// Records words shown one after another: a WAV of 16 kHz, mono, 16 bits. Loaded when somebody presses the button.
const RATE = 16_000;

/** `show` is told which word is to be said. Throws when the microphone is not let. */
export async function recordWords(words: readonly string[], { seconds, show }: { seconds: number; show: (word: string) => void }): Promise<Blob> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, autoGainControl: true, noiseSuppression: true } });
  const context = new AudioContext();
  try {
    return wavOf(await listen(context, microphone, { words, seconds, show }), context.sampleRate);
  } finally {
    for (const track of microphone.getTracks()) track.stop();
    await context.close();
  }
}

/** All samples of the words, by a script processor: a worklet would be one more file to load for eight seconds of sound. */
function listen(
  context: AudioContext,
  microphone: MediaStream,
  { words, seconds, show }: { words: readonly string[]; seconds: number; show: (word: string) => void },
): Promise<Float32Array> {
  const part = Math.round(seconds * context.sampleRate);
  const samples = new Float32Array(part * words.length);
  const source = context.createMediaStreamSource(microphone);
  const ear = context.createScriptProcessor(2_048, 1, 1);
  let heard = 0;
  let shown = -1;
  return new Promise((resolve) => {
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    ear.onaudioprocess = ({ inputBuffer }) => {
      const next = inputBuffer.getChannelData(0).subarray(0, samples.length - heard);
      samples.set(next, heard);
      heard += next.length;
      if (heard >= samples.length) {
        ear.disconnect();
        source.disconnect();
        resolve(samples);
      } else if (Math.floor(heard / part) > shown) {
        shown = Math.floor(heard / part);
        show(words[shown]!);
      }
    };
    source.connect(ear).connect(context.destination);
  });
}

/** The middle of the samples that fall into each of the 16,000. */
function wavOf(samples: Float32Array, rate: number): Blob {
  const step = rate / RATE;
  const count = Math.floor(samples.length / step);
  const view = new DataView(new ArrayBuffer(44 + count * 2));
  const text = (at: number, letters: string) => letters.split('').forEach((letter, n) => view.setUint8(at + n, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + count * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, count * 2, true);
  for (let n = 0; n < count; n += 1) {
    const own = samples.subarray(Math.floor(n * step), Math.max(Math.floor(n * step) + 1, Math.floor((n + 1) * step)));
    const middle = own.reduce((sum, one) => sum + one, 0) / own.length;
    view.setInt16(44 + n * 2, Math.max(-1, Math.min(1, middle)) * 32_767, true);
  }
  return new Blob([view], { type: 'audio/wav' });
}

/** The bytes as Base64. */
export async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let n = 0; n < bytes.length; n += 8_192) text += String.fromCharCode(...bytes.subarray(n, n + 8_192));
  return btoa(text);
}
