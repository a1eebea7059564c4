// A message as a letter: text, and the same as plain HTML that every mail program shows. Pure.

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);

/** `link` is the whole address of the page about it, or null; `leave` the one by which such letters are stopped. */
export function letterOf(message: { title: string; text: string; link: string | null; leave?: string | undefined }): {
  subject: string;
  text: string;
  html: string;
} {
  const paragraphs = message.text.split(/\n{2,}/);
  const foot = '«Мой дом». На это письмо отвечать не нужно.';
  return {
    subject: message.title,
    text: [
      ...paragraphs,
      ...(message.link ? [`Открыть: ${message.link}`] : []),
      foot,
      ...(message.leave ? [`Не присылать такие письма: ${message.leave}`] : []),
    ].join('\n\n'),
    html: [
      '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>',
      `${escaped(message.title)}</title></head><body><h1>${escaped(message.title)}</h1>`,
      ...paragraphs.map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br>')}</p>`),
      ...(message.link ? [`<p><a href="${escaped(message.link)}">Открыть в «Мой дом»</a></p>`] : []),
      `<p><small>${escaped(foot)}${message.leave ? ` <a href="${escaped(message.leave)}">Не присылать такие письма</a>` : ''}</small></p></body></html>`,
    ].join(''),
  };
}
