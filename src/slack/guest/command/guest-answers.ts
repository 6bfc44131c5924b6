import { isProblem } from '../../../domain/problem.ts';
import { bookingsOf } from '../../../flows/guest/host-bookings.ts';
import { inviteWithHistory, listPage } from '../../../flows/guest/read-invites.ts';
import { mrkdwnMessage } from '../../blocks/blocks.ts';
import type { Call } from '../../shared/command-call.ts';
import { refusalCopy } from '../../shared/system-refusal-copy.ts';
import { inviteAnswer } from '../card/invite-details.ts';
import { inviteList, type ListFilter, PAGE_SIZE, readerOf } from '../list/invite-list.ts';
import { hostList } from './host-list.ts';

const filters: readonly ListFilter[] = ['mine', 'active', 'upcoming', 'all'];

/** `/guest list [mine|active|upcoming|all]` */
export async function listAnswer(call: Call): Promise<void> {
  const asked = call.text.toLowerCase() || 'mine';
  const filter = filters.find((name) => name === asked);
  if (filter === undefined) {
    return call.reply(`“${call.text}” isn't a list. Use one of: ${filters.join(', ')}.`);
  }
  const list = await listPage(call.slack.flows, call.person, { filter, page: 0, size: PAGE_SIZE });
  return call.reply(inviteList({ filter, ...list }, readerOf(call.slack, call.person)));
}

/** `/guest show <reference>` */
export async function showAnswer(call: Call): Promise<void> {
  if (call.text === '') {
    return call.reply(
      "Add an invite or a guest's email, like “/guest show ana@example.com”. “/guest list” shows your invites.",
    );
  }
  const found = await inviteWithHistory(call.slack.flows, call.text, call.person);
  return call.reply(isProblem(found) ? found : inviteAnswer(found, readerOf(call.slack, call.person)));
}

/** `/guest hosts [name]` */
export async function hostsAnswer(call: Call): Promise<void> {
  const { flows } = call.slack;
  const hosts = await flows.guestAccess.hosts({ text: call.text, limit: 50 });
  if (isProblem(hosts)) return call.reply(mrkdwnMessage(refusalCopy(hosts)));
  const ids = hosts.map(({ hostId }) => hostId);
  const bookings = await bookingsOf(flows, call.person, ids);
  return call.reply(hostList(hosts, call.text, bookings, readerOf(call.slack, call.person)));
}

/** `/guest credits` */
export async function creditsAnswer(call: Call): Promise<void> {
  const credits = await call.slack.flows.guestAccess.credits();
  if (isProblem(credits)) return call.reply(mrkdwnMessage(refusalCopy(credits)));
  const left = credits === 1 ? '1 guest access credit' : `${credits} guest access credits`;
  return call.reply(
    `Parsec has ${left} left. An invite uses one, except for team members. You get it back if the invite is cancelled or ends unused.`,
  );
}
