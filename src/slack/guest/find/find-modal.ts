import type { Datepicker, KnownBlock, ModalView, UsersSelect } from '@slack/types';
import { defined } from '../../../domain/defined.ts';
import type { Invite } from '../../../domain/invite.ts';
import type { SeenInvite } from '../../../domain/visibility.ts';
import type { InviteAnswer } from '../../../flows/guest/read-invites.ts';
import { actions, button, buttonRow, context, escapeText, plain, section, shortText } from '../../blocks/blocks.ts';
import { datePicker, modal } from '../../blocks/inputs.ts';
import { pageButtons } from '../../blocks/pages.ts';
import { findActions, modals } from '../../names.ts';
import { inviterCopy } from '../../shared/inviter-copy.ts';
import { searchInput } from '../../shared/list-modal.ts';
import { readerSpan } from '../../shared/time-copy.ts';
import { inviteAnswer } from '../card/invite-details.ts';
import { shortState, stateMark } from '../card/state-copy.ts';
import { guestCopy, hostCopy } from '../facts-copy.ts';
import { type FindMemory, filterBlockId } from './find-memory.ts';

/** Invites of a page. Slack takes 100 blocks, a person fewer. */
export const FIND_SIZE = 12;

type Found = { readonly invites: readonly SeenInvite[]; readonly total: number; readonly page: number };

/** What was found, with filters. `zone` names the days (IANA), `now` in epoch ms. */
export function findModal(
  memory: FindMemory,
  found: Found,
  reader: { readonly now: number; readonly zone: string },
): ModalView {
  const isNarrowed = [memory.who, memory.from, memory.to, memory.text].some((part) => part !== undefined);
  return modal({
    id: modals.find,
    title: 'Find invites',
    submit: 'Search',
    metadata: JSON.stringify({ ...memory, page: found.page } satisfies FindMemory),
    blocks: [
      searchInput(memory.text ?? '', 'Guest, computer or event'),
      filterBlock(memory, isNarrowed),
      ...(found.total === 0
        ? [section(isNarrowed ? nothingCopy : 'There are no invites you can see.', 'none')]
        : found.invites.flatMap((seen) => (seen.kind === 'invite' ? [row(seen.invite, reader.now)] : []))),
      ...pageBlocks(found),
      context(escapeText(`The menus are: who invited, the first day, the last day. Days are in ${reader.zone}.`)),
    ],
  });
}

const nothingCopy =
  'No invite you can see matches. Every word has to be in the address, the computer, the event or the ID.';

function row(invite: Invite, now: number): KnownBlock {
  const { id, eventName, startsAt, endsAt, timeZone } = invite;
  const who = `${stateMark(invite, now)} *${guestCopy(invite)}* on ${hostCopy(invite)} · ${shortState(invite, now)}`;
  const when = `${readerSpan(startsAt, endsAt, timeZone)} · ${shortText(eventName, 100)} · ${inviterCopy(invite)}`;
  return { ...section(`${who}\n${when}`), accessory: button('Details', findActions.details, id) };
}

function pageBlocks({ invites, total, page }: Found): KnownBlock[] {
  if (total === 0) return [];
  const first = page * FIND_SIZE + 1;
  const more = first + FIND_SIZE <= total;
  return [
    context(`${first} to ${first + invites.length - 1} of ${total.toLocaleString('en-US')}`),
    ...buttonRow(pageButtons(findActions.page, { page, more }, String), 'pages'),
  ];
}

function filterBlock(memory: FindMemory, isNarrowed: boolean): KnownBlock {
  const who: UsersSelect = {
    type: 'users_select',
    action_id: findActions.who,
    placeholder: plain('Anyone'),
    ...defined({ initial_user: memory.who }),
  };
  const day = (actionId: string, name: string, chosen = ''): Datepicker => ({
    ...datePicker(chosen),
    action_id: actionId,
    placeholder: plain(name),
  });
  return actions(
    [
      who,
      day(findActions.from, 'First day', memory.from),
      day(findActions.to, 'Last day', memory.to),
      ...(isNarrowed ? [button('Clear filters', findActions.clear, 'clear')] : []),
    ],
    filterBlockId(memory.no),
  );
}

/** All about one invite that was found. What can be done with it is on its card, and in the answer of `/guest show`. */
export function foundModal(found: InviteAnswer, reader: { readonly now: number; readonly zone: string }): ModalView {
  const { blocks } = inviteAnswer(found, reader);
  const hint =
    found.kind === 'invite' ? [context(`Type \`/guest show ${found.invite.id}\` to change the invite.`)] : [];
  return modal({
    id: modals.findShown,
    title: 'Invite',
    blocks: [...blocks.filter(({ type }) => type !== 'actions'), ...hint],
  });
}
