import { z } from 'zod';
import { type Answer, noContent, pageOf, type Query, readPage, refuse, withBody } from './answers.ts';
import { ruleFault } from './app-rules.ts';
import type { EmulatedTeamInvite } from './emulated.types.ts';
import { ksuid } from './ksuid.ts';
import { isMember, type State, sameAddress, timestamp } from './state.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

const Emails = z.array(z.email());
const SomeEmails = Emails.min(1)
  .max(200)
  .refine((emails) => new Set(emails).size === emails.length, 'must be unique');
const Terms = z.object({ group_id: z.int().optional(), team_app_rule_id: z.string().optional() });
const Create = Terms.extend({ emails: SomeEmails, send_email: z.boolean().optional() });
const Update = Terms.extend({ emails: Emails });
const Cancel = z.object({ emails: Emails });
const CancelDeprecated = z.object({ emails: SomeEmails });
const Resend = z.object({ emails: SomeEmails, send_email: z.boolean().optional() });

type Terms = z.infer<typeof Terms>;
/** Whether the key may assign app rules, which an invite with a rule needs on top. */
type Key = { readonly mayAssignRules: Answer | undefined };

export function listInvites(state: State, query: Query): Answer {
  const page = readPage(query);
  if ('status' in page) return page;
  return pageOf(
    state.teamInvites.map((invite) => wire(state, invite)),
    page,
  );
}

/** Each ends a week from now and takes a seat until then. Mailed only when asked to. */
export function createInvites(state: State, body: unknown, key: Key): Answer {
  return withBody(Create, body, ({ emails, send_email = false, ...terms }) => {
    const wrong = termsFault(state, terms, key);
    if (wrong !== undefined) return wrong;
    const known = emails.find((email) => whyNot(state, email) !== undefined);
    if (known !== undefined && !state.options.partialBatches) return refuse(400, whyNot(state, known) ?? '');
    const wanted = emails.filter((email) => whyNot(state, email) === undefined);
    if (seatsTaken(state) + wanted.length > (state.options.seats ?? Infinity)) {
      return refuse(400, 'Seat limit reached: buy more seats or cancel invites');
    }
    const made = wanted.map((email) => hold(state, email, terms));
    if (send_email) for (const { email } of made) state.teamMails.push({ to: email, about: 'invited' });
    return answered(state, made, state.options.createdStatus ?? 200);
  });
}

export function updateInvites(state: State, body: unknown, key: Key): Answer {
  return withBody(Update, body, ({ emails, ...terms }) => {
    const wrong = termsFault(state, terms, key);
    if (wrong !== undefined) return wrong;
    return onInvites(state, emails, (found) => {
      for (const invite of found) {
        invite.group_id = terms.group_id ?? invite.group_id;
        invite.team_app_rule_id = terms.team_app_rule_id ?? invite.team_app_rule_id;
      }
      return answered(state, found);
    });
  });
}

export function cancelInvites(state: State, body: unknown): Answer {
  return withBody(Cancel, body, ({ emails }) => cancelAll(state, emails));
}

export function cancelInvitesDeprecated(state: State, body: unknown): Answer {
  return withBody(CancelDeprecated, body, ({ emails }) => cancelAll(state, emails));
}

/** Each then ends a week from now, also one that was over. */
export function resendInvites(state: State, body: unknown): Answer {
  return withBody(Resend, body, ({ emails, send_email = false }) => {
    if (state.options.saml) return refuse(400, 'SAML enabled teams cannot resend team invites');
    return onInvites(state, emails, (found) => {
      for (const invite of found) {
        invite.expires_at = timestamp(state.options.now() + WEEK_MS);
        if (send_email) state.teamMails.push({ to: invite.email, about: 'invited again' });
      }
      return answered(state, found);
    });
  });
}

/** Makes an invite; one for the same address that is over gives way. */
export function hold(state: State, email: string, { group_id = null, team_app_rule_id = null }: HeldTerms = {}) {
  drop(state, email);
  const now = state.options.now();
  const invite: EmulatedTeamInvite = {
    email,
    join_url: `${state.linkBase}/join/${ksuid()}`,
    group_id: group_id ?? null,
    team_app_rule_id: team_app_rule_id ?? null,
    created_at: timestamp(now),
    expires_at: timestamp(now + WEEK_MS),
  };
  state.teamInvites.push(invite);
  return invite;
}

type HeldTerms = {
  readonly group_id?: number | null | undefined;
  readonly team_app_rule_id?: string | null | undefined;
};

/** Takes the invite of an address away; undefined when there is none. */
export function drop(state: State, email: string): EmulatedTeamInvite | undefined {
  const at = state.teamInvites.findIndex((invite) => sameAddress(invite.email, email));
  return at < 0 ? undefined : state.teamInvites.splice(at, 1)[0];
}

export function isOver(state: State, invite: EmulatedTeamInvite): boolean {
  return state.options.now() >= Date.parse(invite.expires_at);
}

function cancelAll(state: State, emails: readonly string[]): Answer {
  return onInvites(state, emails, (found) => {
    for (const { email } of found) drop(state, email);
    return noContent;
  });
}

function whyNot(state: State, email: string): string | undefined {
  if (isMember(state, email)) return `${email} is already a member of the team`;
  const held = state.teamInvites.find((invite) => sameAddress(invite.email, email));
  return held === undefined || isOver(state, held) ? undefined : `${email} is already invited`;
}

function seatsTaken(state: State): number {
  return state.members.length + state.teamInvites.filter((invite) => !isOver(state, invite)).length;
}

/** All of them or, with an address that has no invite, none; unless the options say to pass that one over. */
function onInvites(state: State, emails: readonly string[], run: (found: EmulatedTeamInvite[]) => Answer): Answer {
  const found = emails.flatMap((email) => state.teamInvites.find((invite) => sameAddress(invite.email, email)) ?? []);
  if (found.length < emails.length && !state.options.partialBatches) return refuse(404, 'emails: no such invite');
  return run(found);
}

function termsFault(state: State, terms: Terms, key: Key): Answer | undefined {
  if (terms.team_app_rule_id !== undefined && key.mayAssignRules !== undefined) return key.mayAssignRules;
  if (terms.group_id !== undefined && !state.groups.some((group) => group.id === terms.group_id)) {
    return refuse(404, 'group_id: no such group');
  }
  return ruleFault(state, terms.team_app_rule_id);
}

function answered(state: State, invites: readonly EmulatedTeamInvite[], status = 200): Answer {
  return { status, body: { data: invites.map((invite) => wire(state, invite)), count: invites.length } };
}

function wire(state: State, invite: EmulatedTeamInvite): object {
  return { ...invite, status: isOver(state, invite) ? 'expired' : 'pending' };
}
