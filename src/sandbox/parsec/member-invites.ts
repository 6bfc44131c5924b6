import { z } from 'zod';
import { sameEmail } from '../same-email.ts';
import { type Answer, noContent, pageOf, type Query, readBody, readPage, refuse } from './answers.ts';
import { checkRule } from './app-rules.ts';
import { ksuid } from './ksuid.ts';
import type { EmulatedTeamInvite } from './parsec-emulator.types.ts';
import { hasGroup, isMember, type State, timestamp } from './state.ts';

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
/** Refuses a key that may not assign app rules, which an invite with a rule also needs. */
type Key = { readonly checkMayAssignRules: () => void };

export function listInvites(state: State, query: Query): Answer {
  const page = readPage(query);
  return pageOf(
    state.teamInvites.map((invite) => wire(state, invite)),
    page,
  );
}

/** Each expires after a week and takes a seat until then. Sends email on request. */
export function createInvites(state: State, body: unknown, key: Key): Answer {
  const { emails, send_email = false, ...terms } = readBody(Create, body);
  checkTerms(state, terms, key);
  const known = emails.find((email) => whyNot(state, email) !== undefined);
  if (known !== undefined && !state.options.partialBatches) refuse(400, whyNot(state, known) ?? '');
  const wanted = emails.filter((email) => whyNot(state, email) === undefined);
  if (seatsTaken(state) + wanted.length > (state.options.seats ?? Infinity)) {
    refuse(400, 'Seat limit reached: buy more seats or cancel invites');
  }
  const made = wanted.map((email) => hold(state, email, terms));
  if (send_email) for (const { email } of made) state.teamMails.push({ to: email, about: 'invited' });
  return answered(state, made, state.options.createdStatus ?? 200);
}

export function updateInvites(state: State, body: unknown, key: Key): Answer {
  const { emails, ...terms } = readBody(Update, body);
  checkTerms(state, terms, key);
  const found = requireInvites(state, emails);
  for (const invite of found) {
    invite.group_id = terms.group_id ?? invite.group_id;
    invite.team_app_rule_id = terms.team_app_rule_id ?? invite.team_app_rule_id;
  }
  return answered(state, found);
}

export function cancelInvites(state: State, body: unknown, schema: typeof Cancel = Cancel): Answer {
  for (const { email } of requireInvites(state, readBody(schema, body).emails)) drop(state, email);
  return noContent;
}

export function cancelInvitesDeprecated(state: State, body: unknown): Answer {
  return cancelInvites(state, body, CancelDeprecated);
}

/** Each expires a week from now, also one that had expired. */
export function resendInvites(state: State, body: unknown): Answer {
  const { emails, send_email = false } = readBody(Resend, body);
  if (state.options.saml) refuse(400, 'SAML enabled teams cannot resend team invites');
  const found = requireInvites(state, emails);
  for (const invite of found) {
    invite.expires_at = timestamp(state.options.now() + WEEK_MS);
    if (send_email) state.teamMails.push({ to: invite.email, about: 'invited again' });
  }
  return answered(state, found);
}

/** Creates an invite, replacing an expired one for the same address. */
export function hold(state: State, email: string, terms: Terms = {}): EmulatedTeamInvite {
  drop(state, email);
  const now = state.options.now();
  const invite: EmulatedTeamInvite = {
    email,
    join_url: `${state.linkBase}/join/${ksuid()}`,
    group_id: terms.group_id ?? null,
    team_app_rule_id: terms.team_app_rule_id ?? null,
    created_at: timestamp(now),
    expires_at: timestamp(now + WEEK_MS),
  };
  state.teamInvites.push(invite);
  return invite;
}

/** Removes the invite of an address; undefined when there is none. */
export function drop(state: State, email: string): EmulatedTeamInvite | undefined {
  const at = state.teamInvites.findIndex((invite) => sameEmail(invite.email, email));
  return at < 0 ? undefined : state.teamInvites.splice(at, 1)[0];
}

export function isExpired(state: State, invite: EmulatedTeamInvite): boolean {
  return state.options.now() >= Date.parse(invite.expires_at);
}

function whyNot(state: State, email: string): string | undefined {
  if (isMember(state, email)) return `${email} is already a member of the team`;
  const held = state.teamInvites.find((invite) => sameEmail(invite.email, email));
  return held === undefined || isExpired(state, held) ? undefined : `${email} is already invited`;
}

function seatsTaken(state: State): number {
  return state.members.length + state.teamInvites.filter((invite) => !isExpired(state, invite)).length;
}

/** All or none, unless the options skip addresses without an invite. */
function requireInvites(state: State, emails: readonly string[]): EmulatedTeamInvite[] {
  const found = emails.flatMap((email) => state.teamInvites.find((invite) => sameEmail(invite.email, email)) ?? []);
  if (found.length < emails.length && !state.options.partialBatches) refuse(404, 'emails: no such invite');
  return found;
}

function checkTerms(state: State, terms: Terms, key: Key): void {
  if (terms.team_app_rule_id !== undefined) key.checkMayAssignRules();
  if (terms.group_id !== undefined && !hasGroup(state, terms.group_id)) refuse(404, 'group_id: no such group');
  checkRule(state, terms.team_app_rule_id);
}

function answered(state: State, invites: readonly EmulatedTeamInvite[], status = 200): Answer {
  return { status, body: { data: invites.map((invite) => wire(state, invite)), count: invites.length } };
}

function wire(state: State, invite: EmulatedTeamInvite): object {
  return { ...invite, status: isExpired(state, invite) ? 'expired' : 'pending' };
}
