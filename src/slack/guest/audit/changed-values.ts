import { readPermissions } from '../../../domain/permission-codes.ts';
import type { ShownEntry } from '../../../flows/guest/audit/audit-subjects.ts';
import { shortText } from '../../blocks/blocks.ts';
import { permissionCopy } from '../../shared/permission-copy.ts';
import { readerTime } from '../../shared/time-copy.ts';

/** What of a record was otherwise before, mrkdwn; `before` is '' for what is new. */
export type ChangedValue = { readonly name: string; readonly before: string; readonly after: string };

const names: Readonly<Record<string, string>> = {
  state: 'State',
  guest: 'Guest',
  inviter: 'Inviter',
  channel: 'Channel',
  host: 'Computer',
  permissions: 'Permissions',
  timeZone: 'Time zone',
  startsAt: 'Start',
  endsAt: 'End',
  style: 'Updates',
  warn: 'Warning',
  starts: 'Starts',
};

/** What a change made otherwise, in the order of the record. `zone`: that of the invite. Ids beside a name are left out. */
export function changedValues({ before = {}, after = {} }: ShownEntry, zone: string): readonly ChangedValue[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => key !== 'hostId');
  return keys.map((key) => ({
    name: names[key] ?? wordsOf(key),
    before: valueCopy(key, before[key], zone),
    after: valueCopy(key, after[key], zone) || 'nothing',
  }));
}

/** Facts that the sentence of an entry, its fields, or its before and after say already. */
const SAID = /^(guest|guestEmail|host|event|inviter|name|email|of|change|before|problem|provider|message|.*Before)$/;

/** What else was noted, a line each, mrkdwn. */
export function notedLines({ facts, before, after, inviteId }: ShownEntry, zone: string): readonly string[] {
  const said = { ...before, ...after };
  return Object.entries(facts)
    .filter(([key]) => !Object.hasOwn(said, key) && !(SAID.test(key) && (inviteId !== undefined || key !== 'host')))
    .map(([key, value]) => `*${names[key] ?? wordsOf(key)}*: ${valueCopy(key, value, zone)}`);
}

function wordsOf(key: string): string {
  const words = key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return shortText(words.charAt(0).toUpperCase() + words.slice(1), 40);
}

/** Whether the value of this key is an instant, epoch ms. */
export function isInstant(key: string, value: unknown): value is number {
  return typeof value === 'number' && /^(from|to)$|At$/.test(key);
}

function valueCopy(key: string, value: string | number | boolean | undefined, zone: string): string {
  const permissions = key === 'permissions' ? readPermissions(value) : undefined;
  if (permissions !== undefined) return permissionCopy(permissions);
  if (value === undefined || value === '') return '';
  if (isInstant(key, value)) return readerTime(value, zone);
  const text = String(value);
  if (/^(inviter|by|from|person)$/.test(key) && /^[UW][A-Z0-9]{1,20}$/.test(text)) return `<@${text}>`;
  if (/^(channel|typedIn)$/.test(key) && /^[CDG][A-Z0-9]{1,20}$/.test(text)) return `<#${text}>`;
  return shortText(text, 200);
}
