import type { Person } from '../../domain/person.ts';
import type { Preferences } from '../../domain/preferences.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { readLength } from '../../domain/time/durations.ts';
import { nextDigest } from '../../domain/time/next-digest.ts';
import { checkPlace } from '../shared/check-place.ts';
import type { Context, Statements } from '../shared/context.ts';
import { lookUpHost } from './look-up-host.ts';

/** As chosen: whether there is such a computer or channel is looked up. */
export type WantedPreferences = Omit<Preferences, 'host'> & { readonly hostId: string | undefined };

export type PreferenceField = 'host' | 'channel' | 'length';
export type PreferenceProblem = { readonly field: PreferenceField; readonly problem: Problem };

/**
 * Saves what a person wants of Guestlist, with the job of their digest, in one transaction; answers it as it is from now on. Problems of the
 * fields: those of lookUpHost, of checkPlace, and duration_invalid.
 */
export async function changePreferences(
  context: Context,
  person: Person,
  { hostId, ...wanted }: WantedPreferences,
): Promise<Preferences | readonly PreferenceProblem[]> {
  const { channelId, length } = wanted;
  const [host, place] = await Promise.all([
    hostId === undefined ? undefined : lookUpHost(context, hostId),
    channelId === undefined ? undefined : checkPlace(context, channelId, person),
  ]);
  const read = length === undefined ? undefined : readLength(length);
  const faults: PreferenceProblem[] = [];
  if (isProblem(host)) faults.push({ field: 'host', problem: host });
  // While Slack doesn't say, nothing speaks against it: each form looks again.
  if (isProblem(place) && place.code !== 'channel_unchecked') faults.push({ field: 'channel', problem: place });
  if (isProblem(read)) faults.push({ field: 'length', problem: read });
  if (isProblem(host) || faults.length > 0) return faults;
  const chosen = host === undefined ? undefined : { id: host.hostId, name: host.hostName };
  const preferences: Preferences = { ...wanted, host: chosen };
  await context.store.transaction(async (tx) => {
    await tx.savePreferences(person.id, preferences, context.now());
    await planDigest(context, tx, person, preferences);
  });
  context.wake();
  return preferences;
}

/** The first digest is the next one: an hour that has passed today is one of tomorrow. */
async function planDigest(
  context: Context,
  tx: Statements,
  { id, timeZone: zone = 'UTC' }: Person,
  { digestHour: hour }: Preferences,
): Promise<void> {
  if (hour === undefined) return;
  const next = nextDigest(context.now(), { hour, zone, doneOn: await tx.digestedOn(id) });
  if (next.kind === 'due') await tx.noteDigest(id, next.date);
  const doneOn = next.kind === 'due' ? next.date : undefined;
  const later = next.kind === 'later' ? next : nextDigest(context.now(), { hour, zone, doneOn });
  await tx.enqueue({ kind: 'daily', name: id, at: later.kind === 'later' ? later.at : 0 });
}
