import { isProblem, type Problem } from '../../domain/problem.ts';
import { bookingsOf } from '../../flows/host-bookings.ts';
import { inviteWithHistory, listPage } from '../../flows/read-invites.ts';
import { sentence } from '../answer.ts';
import { readerOf } from '../reader.ts';
import { section } from '../views/blocks.ts';
import { hostList } from '../views/host-list.ts';
import type { Message } from '../views/invite-card.ts';
import { inviteAnswer } from '../views/invite-details.ts';
import { inviteList, type ListFilter, PAGE_SIZE } from '../views/invite-list.ts';
import { refusalWords } from '../words/member-deeds.ts';
import { problemWords } from '../words/problems.ts';
import type { Call } from './guest-command.ts';

const filters: readonly ListFilter[] = ['mine', 'active', 'upcoming', 'all'];

/** `/guest list [mine|active|upcoming|all]` */
export async function listAnswer(call: Call): Promise<void> {
  const asked = call.text.toLowerCase() || 'mine';
  const filter = filters.find((name) => name === asked);
  if (filter === undefined) {
    return call.reply(sentence(`“${call.text}” is no kind of list. Use one of: ${filters.join(', ')}.`));
  }
  const list = await listPage(call.slack.flows, call.person, { filter, page: 0, size: PAGE_SIZE });
  return call.reply(inviteList({ filter, ...list }, readerOf(call.slack, call.person)));
}

/** `/guest show <reference>` */
export async function showAnswer(call: Call): Promise<void> {
  if (call.text === '') {
    return call.reply(sentence('Say which invite: “/guest show inv_…” or a guest’s e-mail. “/guest list” shows them.'));
  }
  const found = await inviteWithHistory(call.slack.flows, call.text, call.person);
  if (isProblem(found)) return call.reply(sentence(problemWords(found)));
  return call.reply(inviteAnswer(found, readerOf(call.slack, call.person)));
}

/** `/guest hosts [name]` */
export async function hostsAnswer(call: Call): Promise<void> {
  const { flows } = call.slack;
  const hosts = await flows.guestAccess.hosts({ text: call.text, limit: 50 });
  if (isProblem(hosts)) return call.reply(notAnswered(hosts));
  const ids = hosts.map(({ hostId }) => hostId);
  const bookings = await bookingsOf(flows, call.person, ids);
  return call.reply(hostList(hosts, call.text, bookings, readerOf(call.slack, call.person)));
}

/** `/guest credits` */
export async function creditsAnswer(call: Call): Promise<void> {
  const credits = await call.slack.flows.guestAccess.credits();
  if (isProblem(credits)) return call.reply(notAnswered(credits));
  const left = credits === 1 ? 'There is 1 guest access credit' : `There are ${credits} guest access credits`;
  return call.reply(
    sentence(
      `${left} left at Parsec. An invite uses one, unless the guest is a team member. It comes back when the invite is cancelled or ends unused.`,
    ),
  );
}

/** Why a system did not answer what one person asked. Nobody asks again for them, so it does not say so. */
function notAnswered(why: Problem): Message {
  const text = refusalWords(why);
  return { text, blocks: [section(text)] };
}
