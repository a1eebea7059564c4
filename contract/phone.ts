// Telephone numbers as people write them. Pure: the same on the server and in the browser.

/** «8 (912) 345-67-89», «9123456789» → '+79123456789'; null when it is no Russian number that can get a message (8-800 cannot). */
export function parsePhone(text: string): string | null {
  if (!/^[\d\s()+.\-\u2011\u2013\u00a0]+$/.test(text)) return null;
  const digits = text.replaceAll(/\D/g, '');
  const national = digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits;
  if (national.length !== 10 || !/^[3489]/.test(national) || national.startsWith('800')) return null;
  if (digits.length === 10 && text.trim().startsWith('+')) return null;
  return `+7${national}`;
}

/** '+73430000011' → «+7 (343) 000-00-11», kept on one line by no-break spaces. What is written otherwise stays as it is. */
export const formatPhone = (phone: string): string => phone.replace(/^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/, '+7\u00a0($1)\u00a0$2-$3-$4');

/** '+79123456789' → «+7 (912) •••-••-89»: where a code went, without giving the number away. */
export const maskPhone = (phone: string): string => formatPhone(phone).replace(/(?<=\)\s)\d{3}-\d\d/, '•••-••');
