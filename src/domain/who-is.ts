import { nameOrId } from './text/unnamed.ts';

/** Whom an invite or a member is about, as the system shows it, plain text. */
export function whoIs(shown: {
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly inviteId?: string;
}): string {
  if (shown.name === undefined || shown.name === '' || shown.name === shown.email) {
    return shown.email ?? nameOrId(undefined, shown.inviteId ?? '');
  }
  return shown.email === undefined ? shown.name : `${shown.name} (${shown.email})`;
}
