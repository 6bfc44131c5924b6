import { type Permissions, permissionKeys } from './invite.ts';

/** Permissions as one fact of the audit: `keyboard,mouse`, '' for none. */
export function writePermissions(permissions: Permissions): string {
  return permissionKeys.filter((key) => permissions[key]).join(',');
}

/** Permissions as the audit has them; undefined for what is none of them. */
export function readPermissions(code: unknown): Permissions | undefined {
  if (typeof code !== 'string') return undefined;
  const given = code === '' ? [] : code.split(',');
  if (given.some((each) => !(permissionKeys as readonly string[]).includes(each))) return undefined;
  return {
    keyboard: given.includes('keyboard'),
    mouse: given.includes('mouse'),
    gamepad: given.includes('gamepad'),
  };
}
