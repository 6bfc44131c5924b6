import { type Permissions, permissionKeys } from '../../domain/invite.ts';

/** The ready-made choices of the form. */
export const presets = {
  view: { label: 'View only', permissions: { keyboard: false, mouse: false, gamepad: false } },
  gamepad: { label: 'Gamepad only', permissions: { keyboard: false, mouse: false, gamepad: true } },
  job: { label: 'Keyboard and mouse', permissions: { keyboard: true, mouse: true, gamepad: false } },
  full: { label: 'Full control', permissions: { keyboard: true, mouse: true, gamepad: true } },
} as const satisfies Record<string, { label: string; permissions: Permissions }>;

/** What a guest may use: "Keyboard and mouse", "View only". */
export function permissionCopy(permissions: Permissions): string {
  const allowed = permissionKeys.filter((key) => permissions[key]);
  if (allowed.length === 3) return 'Full control: keyboard, mouse and gamepad';
  if (allowed.length === 0) return 'View only';
  const names = allowed.join(' and ');
  return `${names.charAt(0).toUpperCase()}${names.slice(1)}`;
}

/** "keyboard, mouse and gamepad": without a comma before the "and", unlike in American lists. */
const list = new Intl.ListFormat('en-GB');

/** Permissions that change: "keyboard and mouse allowed, gamepad not allowed". */
export function permissionChangeCopy(permissions: Partial<Permissions>): string {
  const given = permissionKeys.filter((key) => permissions[key] === true);
  const taken = permissionKeys.filter((key) => permissions[key] === false);
  return [
    ...(given.length === 0 ? [] : [`${list.format(given)} allowed`]),
    ...(taken.length === 0 ? [] : [`${list.format(taken)} not allowed`]),
  ].join(', ');
}
