import { defined } from '../../domain/defined.ts';
import type { Permissions, Terms } from '../../domain/invite.ts';
import { readPermissions } from '../../domain/permission-codes.ts';
import { escapeText, shortText } from '../blocks/blocks.ts';
import { permissionCopy } from './permission-copy.ts';
import { readerTime } from './time-copy.ts';

/** What a change can change. Instants are epoch milliseconds. */
type Changeable = Partial<Omit<Terms, 'hostId' | 'permissions'>> & { readonly permissions?: Partial<Permissions> };

type Facts = Readonly<Record<string, string | number | boolean>>;

/** What changed from what to what, mrkdwn: "the end from … to …; the computer from Edit 1 to Edit 2". `zone` is that of the invite. */
function fromToCopy(before: Changeable, after: Changeable, zone: string): string {
  const time = (at: number) => readerTime(at, after.timeZone ?? zone);
  const part = <Value>(
    name: string,
    was: Value | undefined,
    is: Value | undefined,
    write: (value: Value) => string,
  ) => {
    if (is === undefined) return [];
    return [was === undefined ? `${name} to ${write(is)}` : `${name} from ${write(was)} to ${write(is)}`];
  };
  return [
    ...part('the computer', before.hostName, after.hostName, (name) => shortText(name, 150)),
    ...permissionParts(before.permissions, after.permissions),
    ...part('the start', before.startsAt, after.startsAt, time),
    ...part('the end', before.endsAt, after.endsAt, time),
    ...part('the time zone', before.timeZone, after.timeZone, escapeText),
  ].join('; ');
}

function permissionParts(was: Partial<Permissions> = {}, is: Partial<Permissions> | undefined): string[] {
  if (is === undefined) return [];
  if (!isWhole(was)) return ['the permissions'];
  return [`the permissions from ${lower(was)} to ${lower({ ...was, ...is })}`];
}

function isWhole(permissions: Partial<Permissions>): permissions is Permissions {
  return permissions.keyboard !== undefined && permissions.mouse !== undefined && permissions.gamepad !== undefined;
}

function lower(permissions: Permissions): string {
  const copy = permissionCopy(permissions);
  return `${copy.charAt(0).toLowerCase()}${copy.slice(1)}`;
}

/** The same of a change that was made, from its facts in the audit log; '' where they do not say. */
export function changedCopy(facts: Facts, zone: string): string {
  const text = (name: string) => (typeof facts[name] === 'string' ? facts[name] : undefined);
  const instant = (name: string) => (typeof facts[name] === 'number' ? facts[name] : undefined);
  const side = (suffix: '' | 'Before'): Changeable =>
    defined({
      hostName: text(`host${suffix}`),
      startsAt: instant(`startsAt${suffix}`),
      endsAt: instant(`endsAt${suffix}`),
      timeZone: text(`timeZone${suffix}`),
      permissions: readPermissions(facts[`permissions${suffix}`]),
    });
  return fromToCopy(side('Before'), side(''), zone);
}

/** The same of a change that was requested. */
export function askedCopy({ before, change }: Facts, zone: string): string {
  return fromToCopy(parsed(before), parsed(change), zone);
}

function parsed(fact: Facts[string] | undefined): Changeable {
  return typeof fact === 'string' && fact.startsWith('{') ? (JSON.parse(fact) as Changeable) : {};
}
