import { randomInt, randomUUID } from 'node:crypto';

const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** An id like Slack's: a letter for the kind, then ten capitals and digits. */
export function newId(kind: string): string {
  return kind + Array.from({ length: 10 }, () => signs[randomInt(signs.length)]).join('');
}

/** The block_id or action_id Slack adds where an app gave none. */
export function newBlockId(): string {
  return randomUUID().slice(0, 5);
}

export function newSecret(prefix: string): string {
  return `${prefix}-${randomUUID().replaceAll('-', '')}`;
}
