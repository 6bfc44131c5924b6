import type { Person } from '../../../domain/person.ts';
import { isProblem } from '../../../domain/problem.ts';
import { cleanLine } from '../../../domain/text/clean.ts';
import { takeGuests } from '../../../domain/text/email.ts';
import { dateOrderOf } from '../../../domain/time/date-order.ts';
import { readInlineInvite } from '../../../domain/time/inline-invite.ts';
import { addressOfPerson } from '../../../flows/guest/guest-address.ts';
import { hostNames } from '../../../flows/guest/known-host-names.ts';
import { preferencesOf } from '../../../flows/guest/preferences.ts';
import { formPlace } from '../../shared/form-place.ts';
import { openForm, updateForm } from '../../shared/open-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { findHost } from '../invite-form/find-host.ts';
import { unreadLine } from '../invite-form/inline-invite-copy.ts';
import { blankForm } from '../invite-form/start-form.ts';
import { drawSeveralForm, firstSeveralForm } from './draw-several-form.ts';
import type { SeveralForm } from './several-form.ts';

/** Longer than thirty addresses, and than what Slack sends of a command. */
const MAX_TEXT = 3_000;

/** Whether a typed line names several guests. */
export function namesSeveral(text: string): boolean {
  const { guests } = takeGuests(cleanLine(text.slice(0, MAX_TEXT)));
  return guests.filter((guest) => !('unread' in guest)).length > 1;
}

/** Opens the form for several guests, filled in from what was typed after the command, and completes it with what Parsec says. */
export async function openSeveralForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  options: { readonly channelId: string | undefined; readonly text: string },
): Promise<void> {
  const { flows } = slack;
  const { channelId } = options;
  const reading = readTyped(slack, person, options);
  const known = reading.then(async (typed) => {
    const form = { ...typed.form, typedIn: channelId };
    const { line, checked, proposed } = await formPlace(flows, 'guest', { ...form, typedIn: channelId ?? '' }, person);
    return { ...typed, form: { ...form, channelId: proposed, checked }, channel: line };
  });
  const opened = await openForm(
    slack,
    triggerId,
    known.then(({ form, unread, channel }) => firstSeveralForm(slack, form, person, { unread, channel })),
  );
  if (opened === undefined) return;
  const { form, unread, channel, hostText } = await known;
  const found = await findHost(slack, hostText);
  const complete = found.host === undefined ? form : { ...form, hosts: [found.host], hostNo: form.hostNo + 1 };
  const lines = [unread, found.line].filter((line) => line !== '');
  const said = { unread: lines.join('\n'), channel, proposed: form.channelId };
  await updateForm(slack, opened, await drawSeveralForm(slack, complete, person, said));
}

type Typed = { readonly form: SeveralForm; readonly unread: string; readonly hostText: string };

async function readTyped(
  slack: SlackContext,
  person: Person,
  { channelId, text }: { readonly channelId: string | undefined; readonly text: string },
): Promise<Typed> {
  const { flows } = slack;
  const line = cleanLine(text.slice(0, MAX_TEXT));
  const { guests, rest } = takeGuests(line);
  const context = { now: flows.now(), zone: person.timeZone ?? 'UTC', order: dateOrderOf(person.locale) };
  const [hosts, preferences] = await Promise.all([
    rest.trim() === '' ? [] : hostNames(flows),
    preferencesOf(flows, person),
  ]);
  const inline = readInlineInvite(rest, { ...context, hosts });
  const {
    email: _,
    // One person's usual computer is not where the first of several guests is wanted.
    host: __,
    showsMore: ___,
    repeat: ____,
    language: _____,
    ...blank
  } = blankForm({
    zone: context.zone,
    now: context.now,
    channelId,
    inline,
    preferences,
  });
  const addresses = await Promise.all(
    guests.map(async (guest) => {
      if ('email' in guest) return guest.email;
      if ('unread' in guest) return guest.unread;
      if (guest.person.id !== undefined) return '';
      const address = await addressOfPerson(flows, guest.person);
      // The form says what is wrong with it.
      return isProblem(address) ? `@${guest.person.name}` : address;
    }),
  );
  const peopleIds = guests.flatMap((guest) =>
    'person' in guest && guest.person.id !== undefined ? [guest.person.id] : [],
  );
  const form: SeveralForm = {
    ...blank,
    text: addresses.filter((address) => address !== '').join('\n'),
    peopleIds,
    hosts: [],
    fills: true,
  };
  return { form, unread: unreadLine(inline, form.time), hostText: inline.hostText ?? '' };
}
