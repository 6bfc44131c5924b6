import type { Invite } from '../../../domain/invite.ts';
import type { Person } from '../../../domain/person.ts';
import type { AuditRecord } from '../../../store/read-audit.ts';
import type { Context } from '../../shared/context.ts';
import { sightsOf } from '../../shared/see-invites.ts';

/** An entry with what it is about, as this person may know it. */
export type ShownEntry = AuditRecord & {
  /** The guest's invite, as it is now. */
  readonly invite?: Pick<Invite, 'guestEmail' | 'hostName' | 'eventName' | 'timeZone'>;
  /** What was asked for, where the entry says how that ended. */
  readonly asked?: AuditRecord['facts'];
};

/**
 * Adds to entries what they are about: the invite as it is now, where this person sees it, and what was asked for, where an entry says how
 * that ended. Somebody who once did something to an invite of others does not follow it with that.
 */
export async function withSubjects(
  context: Context,
  person: Person,
  entries: readonly AuditRecord[],
): Promise<readonly ShownEntry[]> {
  const ids = new Set(entries.flatMap(({ inviteId }) => inviteId ?? []));
  const invites = await context.store.invitesByIds([...ids]);
  const sights = await sightsOf(context, person, invites);
  const seen = new Map(invites.filter((_, nth) => sights[nth] === 'all').map((invite) => [invite.id, invite]));
  const asked = await askedFor(context, entries);
  return entries.map((entry) => {
    const invite = seen.get(entry.inviteId ?? '');
    const what = asked.get(String(entry.facts.of ?? ''));
    return { ...entry, ...(invite === undefined ? {} : { invite }), ...(what === undefined ? {} : { asked: what }) };
  });
}

/** What was asked for by the entries that others say the end of (`of`), by id. */
async function askedFor(
  { store }: Context,
  entries: readonly AuditRecord[],
): Promise<ReadonlyMap<string, AuditRecord['facts']>> {
  const ends = entries.filter(({ facts, subject }) => facts.of !== undefined && subject !== undefined);
  const subjects = [...new Set(ends.flatMap(({ subject }) => subject ?? []))];
  const actions = [...new Set(ends.map(({ action }) => action.replace(/_[a-z]+$/, '_asked')))];
  const found = await store.auditOfSubjects(subjects, actions);
  return new Map(found.map(({ id, facts }) => [id, facts]));
}
