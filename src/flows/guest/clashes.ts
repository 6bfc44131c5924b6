import { type Invite, overlaps, type Terms, wishedTerms } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import type { Context, Statements } from '../shared/context.ts';
import { seeInvites } from '../shared/see-invites.ts';
import { shortHash } from '../shared/short-hash.ts';

type Wanted = Pick<Terms, 'hostId' | 'startsAt' | 'endsAt'>;

/**
 * What names the other invites on a host in a window (epoch ms), '' for none: a form that asks whether to invite all the same asks about
 * these, and about others again. Of an invite that is there, those it shares its host with already are no question.
 */
export async function clashKey(
  { store }: { readonly store: Pick<Statements, 'invitesOnHost'> },
  wanted: Wanted,
  invite: Invite | undefined,
): Promise<string> {
  const others = await store.invitesOnHost(wanted);
  const isNew = (other: Invite) => {
    if (invite === undefined) return true;
    const before = wishedTerms(invite);
    return other.id !== invite.id && !(before.hostId === wanted.hostId && overlaps(before, other));
  };
  const asked = others.filter(isNew).map(({ startsAt, endsAt }) => `${startsAt}-${endsAt}`);
  return asked.length === 0 ? '' : shortHash([wanted.hostId, ...asked].join(' '));
}

/** Invites of a guest to other hosts in a window (epoch ms), as far as a person may see them; `except` is left out. */
export async function elsewhere(
  context: Context,
  person: Person,
  { email, except, ...wanted }: Wanted & { readonly email: string; readonly except: string | undefined },
): Promise<readonly Invite[]> {
  const found = await context.store.invitesOfGuest({ guestEmail: email, ...wanted });
  const others = found.filter((other) => other.id !== except && other.hostId !== wanted.hostId);
  const seen = await seeInvites(context, person, others);
  return seen.flatMap((each) => (each.kind === 'invite' ? [each.invite] : []));
}
