import type { Permissions, Terms } from '../../domain/invite.ts';
import { readPermissions } from '../../domain/permission-codes.ts';
import { escapeText, shortText } from '../views/blocks.ts';
import { permissionWords } from './permissions.ts';
import { readerTime } from './times.ts';

/** What can be otherwise after a change. Instants are epoch milliseconds. */
type Changeable = Partial<Omit<Terms, 'hostId' | 'permissions'>> & { readonly permissions?: Partial<Permissions> };

type Facts = Readonly<Record<string, string | number | boolean>>;

/** What changed from what to what, mrkdwn: "the end from … to …; the computer from Edit 1 to Edit 2". `zone` is that of the invite. */
function fromToWords(before: Changeable, after: Changeable, zone: string): string {
  const time = (at: number) => readerTime(at, after.timeZone ?? zone);
  const part = <Value>(
    name: string,
    was: Value | undefined,
    is: Value | undefined,
    words: (value: Value) => string,
  ) => {
    if (is === undefined) return [];
    return [was === undefined ? `${name} to ${words(is)}` : `${name} from ${words(was)} to ${words(is)}`];
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
  if (!isWhole(was)) return ['what the guest may use'];
  return [`what the guest may use from ${lower(was)} to ${lower({ ...was, ...is })}`];
}

function isWhole(permissions: Partial<Permissions>): permissions is Permissions {
  return permissions.keyboard !== undefined && permissions.mouse !== undefined && permissions.gamepad !== undefined;
}

function lower(permissions: Permissions): string {
  const words = permissionWords(permissions);
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

/** The same of a change as the audit has it once it was made; '' where it does not say. */
export function changedWords(facts: Facts, zone: string): string {
  const text = (name: string) => (typeof facts[name] === 'string' ? facts[name] : undefined);
  const instant = (name: string) => (typeof facts[name] === 'number' ? facts[name] : undefined);
  const side = (suffix: '' | 'Before'): Changeable =>
    present({
      hostName: text(`host${suffix}`),
      startsAt: instant(`startsAt${suffix}`),
      endsAt: instant(`endsAt${suffix}`),
      timeZone: text(`timeZone${suffix}`),
      permissions: readPermissions(facts[`permissions${suffix}`]),
    });
  return fromToWords(side('Before'), side(''), zone);
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Present<T>;
}

/** The same of a change as the audit has it when it is asked for; '' where it does not say. */
export function askedWords({ before, change }: Facts, zone: string): string {
  return fromToWords(parsed(before), parsed(change), zone);
}

function parsed(fact: Facts[string] | undefined): Changeable {
  return typeof fact === 'string' && fact.startsWith('{') ? (JSON.parse(fact) as Changeable) : {};
}
