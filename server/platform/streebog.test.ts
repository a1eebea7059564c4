import { expect, test } from 'vitest';
import { createStreebog, streebog } from './streebog.ts';

const hex = (bits: 256 | 512, bytes: Uint8Array): string => Buffer.from(streebog(bits, bytes)).toString('hex');
// RFC 6986, section 10. The second message is «Се ветри, Стрибожи внуци…» in windows-1251.
const first = Buffer.from('012345678901234567890123456789012345678901234567890123456789012');
const second = Buffer.from(
  'd1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb',
  'hex',
);

test('AUTH-7: the digest of the standard gives the vectors of the standard', () => {
  expect(hex(512, first)).toBe(
    '1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48',
  );
  expect(hex(256, first)).toBe('9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500');
  expect(hex(512, second)).toBe(
    '1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28',
  );
  expect(hex(256, second)).toBe('9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50');
});

test('AUTH-7: bytes that come in uneven pieces have the digest of the whole', () => {
  const large = Buffer.alloc(200_000, 7);
  const streaming = createStreebog(256);
  for (let offset = 0; offset < large.length; offset += 9_991) streaming.update(large.subarray(offset, offset + 9_991));
  expect(Buffer.from(streaming.digest()).toString('hex')).toBe(hex(256, large));
});
