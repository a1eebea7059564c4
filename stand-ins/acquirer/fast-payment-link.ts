// The link inside a QR of the fast payment system, as its operator shapes it; here the stand-in's own page answers it.

/** CRC-16/CCITT-FALSE over the text, four upper-case hex digits. */
export function linkChecksum(text: string): string {
  let register = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    register ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) register = register & 0x8000 ? ((register << 1) ^ 0x1021) & 0xffff : (register << 1) & 0xffff;
  }
  return register.toString(16).toUpperCase().padStart(4, '0');
}

/** A dynamic link (`type=02`) for one payment of a fixed sum in kopecks. */
export function fastPaymentLink(origin: string, id: string, kopecks: bigint): string {
  const link = `${origin}/qr/${id}?type=02&bank=100000000999&sum=${kopecks}&cur=RUB`;
  return `${link}&crc=${linkChecksum(link)}`;
}
