import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** KSUIDs count seconds from May 2014. */
const EPOCH_S = 1_400_000_000n;

/** An id of 27 letters and digits, as KSUIDs look. */
export function ksuid(): string {
  return Array.from(randomBytes(27), (byte) => LETTERS[byte % 62]).join('');
}

/** A KSUID that sorts by its time, and within a second by `nth`: seconds in its first 4 of 20 bytes. `at` in epoch ms. */
export function ksuidAt(at: number, nth: number): string {
  const seconds = BigInt(Math.floor(at / 1000)) - EPOCH_S;
  const payload = (BigInt(nth) << 96n) | BigInt(`0x${randomBytes(12).toString('hex')}`);
  let left = (seconds << 128n) | payload;
  let text = '';
  for (let digit = 0; digit < 27; digit++) {
    text = `${LETTERS[Number(left % 62n)]}${text}`;
    left /= 62n;
  }
  return text;
}
