import { type Permissions, permissionKeys } from '../../domain/invite.ts';

/** The ready-made choices of the form. */
export const presets = {
  view: { label: 'View only', permissions: { keyboard: false, mouse: false, gamepad: false } },
  gamepad: { label: 'Gamepad only', permissions: { keyboard: false, mouse: false, gamepad: true } },
  work: { label: 'Keyboard and mouse', permissions: { keyboard: true, mouse: true, gamepad: false } },
  full: { label: 'Full control', permissions: { keyboard: true, mouse: true, gamepad: true } },
} as const satisfies Record<string, { label: string; permissions: Permissions }>;

/** What a guest may use, in words: "Keyboard and mouse", "View only". */
export function permissionWords(permissions: Permissions): string {
  const allowed = permissionKeys.filter((key) => permissions[key]);
  if (allowed.length === 3) return 'Full control: keyboard, mouse and gamepad';
  if (allowed.length === 0) return 'View only';
  const words = allowed.join(' and ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Permissions that change, in words: "keyboard and mouse allowed, gamepad not allowed". */
export function permissionChangeWords(permissions: Partial<Permissions>): string {
  const given = permissionKeys.filter((key) => permissions[key] === true);
  const taken = permissionKeys.filter((key) => permissions[key] === false);
  return [
    ...(given.length === 0 ? [] : [`${listWords(given)} allowed`]),
    ...(taken.length === 0 ? [] : [`${listWords(taken)} not allowed`]),
  ].join(', ');
}

function listWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
