import type { Permissions } from './invite.ts';

const keys = ['keyboard', 'mouse', 'gamepad'] as const satisfies readonly (keyof Permissions)[];

/** Permissions as one fact of the audit: `keyboard,mouse`, '' for none. */
export function writePermissions(permissions: Permissions): string {
  return keys.filter((key) => permissions[key]).join(',');
}

/** Permissions as the audit has them; undefined for what is none of them. */
export function readPermissions(code: unknown): Permissions | undefined {
  if (typeof code !== 'string') return undefined;
  const given = code === '' ? [] : code.split(',');
  if (given.some((each) => !(keys as readonly string[]).includes(each))) return undefined;
  return {
    keyboard: given.includes('keyboard'),
    mouse: given.includes('mouse'),
    gamepad: given.includes('gamepad'),
  };
}
