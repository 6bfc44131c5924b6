import type { ViewOutput } from '@slack/bolt';
import type { Button, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Member } from '../../flows/context.ts';
import type { ListPage, OwnedInvite } from '../../flows/read-member-lists.ts';
import { actions as actionIds, fields, memberActions, modals } from '../names.ts';
import { systemNames } from '../words/systems.ts';
import { readerTime } from '../words/times.ts';
import { actions, button, context, cut, escapeText, option, plain, section } from './blocks.ts';
import { pageButtons } from './pages.ts';

/** Rows of one page: Slack takes 100 blocks, a person fewer. */
export const LIST_SIZE = 8;
/** Slack: a button's value has at most 2000 characters. */
const LONGEST_ID = 2000;

/** What a list modal is about. `page` counts from 0. */
export type ListMemory = { readonly system: string; readonly text: string; readonly page: number };

/** What stands in it: asked for, failed, or one page. */
export type ListContent<Item> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly why: string }
  | ({ readonly state: 'loaded' } & ListPage<Item>);

type Frame = {
  readonly systems: readonly string[];
  /** What came of the last click, mrkdwn; '' when there was none. */
  readonly note: string;
};

/** What the system can do with a pending invite, and whether this person may. */
export type PendingAbilities = {
  readonly resend: boolean;
  readonly edit: boolean;
  readonly mayChange: (invite: OwnedInvite) => boolean;
};

export type MemberAbilities = { readonly remove: boolean; readonly role: boolean };

/** The invites nobody has taken yet. Buttons only where they can do something; who may press is decided at the click. */
export function pendingModal(
  memory: ListMemory,
  content: ListContent<OwnedInvite>,
  abilities: PendingAbilities,
  frame: Frame,
): ModalView {
  return listModal(modals.memberPending, 'Pending invites', memory, frame, content, {
    none: memory.text === '' ? 'Nobody is invited at the moment.' : 'No pending invite matches.',
    rowsOf: (invite) => [
      section(pendingWords(invite)),
      ...buttonRow(pendingButtons(invite, abilities), invite.inviteId),
    ],
  });
}

/** The members of a system. */
export function membersModal(
  memory: ListMemory,
  content: ListContent<Member>,
  abilities: MemberAbilities,
  frame: Frame,
): ModalView {
  return listModal(modals.memberList, 'Members', memory, frame, content, {
    none: memory.text === '' ? 'There are no members.' : 'No member matches.',
    rowsOf: (member) => [section(memberWords(member)), ...buttonRow(memberButtons(member, abilities), member.memberId)],
  });
}

function listModal<Item>(
  callbackId: string,
  title: string,
  memory: ListMemory,
  frame: Frame,
  content: ListContent<Item>,
  list: { readonly none: string; readonly rowsOf: (item: Item) => readonly KnownBlock[] },
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(title),
    submit: plain('Search'),
    close: plain('Close'),
    private_metadata: JSON.stringify({ ...memory, text: cut(memory.text, 200) } satisfies ListMemory),
    blocks: [
      ...systemBlocks(memory.system, frame.systems),
      searchBlock(memory.text),
      ...(frame.note === '' ? [] : [context(frame.note, 'note')]),
      ...contentBlocks(memory, content, list),
    ],
  };
}

function systemBlocks(system: string, systems: readonly string[]): KnownBlock[] {
  if (systems.length < 2) return [section(`*${escapeText(systemNames(system))}*`)];
  const options = systems.map((each) => option(systemNames(each), each));
  const chosen = options.find((each) => each.value === system);
  return [
    {
      type: 'actions',
      block_id: 'list_system',
      elements: [
        {
          type: 'static_select',
          action_id: memberActions.listSystem,
          options,
          ...(chosen === undefined ? {} : { initial_option: chosen }),
        },
      ],
    },
  ];
}

function searchBlock(text: string): KnownBlock {
  return {
    type: 'input',
    block_id: fields.search,
    optional: true,
    label: plain('Search'),
    element: {
      type: 'plain_text_input',
      action_id: actionIds.value,
      max_length: 200,
      placeholder: plain('Part of an address, a name or a role'),
      ...(text === '' ? {} : { initial_value: cut(text, 200) }),
    },
  };
}

function contentBlocks<Item>(
  memory: ListMemory,
  content: ListContent<Item>,
  list: { readonly none: string; readonly rowsOf: (item: Item) => readonly KnownBlock[] },
): readonly KnownBlock[] {
  const name = systemNames(memory.system);
  if (content.state === 'loading') return [section(`:hourglass_flowing_sand: Asking ${name}…`)];
  if (content.state === 'failed') {
    const again = button('Try again', memberActions.again, String(memory.page));
    return [{ ...section(`:warning: ${escapeText(cut(content.why, 1000))}`), accessory: again }];
  }
  if (content.items.length === 0) return [section(list.none)];
  const from = content.page * LIST_SIZE + 1;
  const turning = pageButtons(memberActions.page, content, String);
  return [
    { type: 'divider' },
    ...content.items.flatMap(list.rowsOf),
    context(`${from} to ${from + content.items.length - 1}${content.more ? ', and more' : ''}`),
    ...(turning.length === 0 ? [] : [actions(turning)]),
  ];
}

function buttonRow(buttons: readonly Button[], id: string): KnownBlock[] {
  return buttons.length === 0 || id.length > LONGEST_ID ? [] : [actions(buttons)];
}

function pendingWords(invite: OwnedInvite): string {
  const about = [
    ...(invite.role === undefined ? [] : [escapeText(cut(invite.role, 100))]),
    ...(invite.askerId === undefined ? [] : [`invited by <@${invite.askerId}>`]),
    ...(invite.invitedAt === undefined ? [] : [readerTime(invite.invitedAt, 'UTC')]),
    ...(invite.expiresAt === undefined ? [] : [`good until ${readerTime(invite.expiresAt, 'UTC')}`]),
  ];
  return [`*${escapeText(cut(whoIs(invite), 300))}*`, ...(about.length === 0 ? [] : [about.join(' · ')])].join('\n');
}

/** Whom an invite or a member is about, as the system shows it, plain text. */
export function whoIs(shown: { readonly email: string | undefined; readonly name: string | undefined }): string {
  if (shown.name === undefined || shown.name === '' || shown.name === shown.email) return shown.email ?? 'unknown';
  return shown.email === undefined ? shown.name : `${shown.name} (${shown.email})`;
}

function pendingButtons(invite: OwnedInvite, { resend, edit, mayChange }: PendingAbilities): Button[] {
  if (!mayChange(invite)) return [];
  const id = invite.inviteId;
  return [
    ...(resend ? [button('Resend', memberActions.resend, id)] : []),
    ...(edit ? [button('Edit', memberActions.edit, id)] : []),
    confirmed(button('Cancel', memberActions.cancel, id, 'danger'), {
      title: 'Take the invite back?',
      text: `${whoIs(invite)} can no longer use it.`,
      yes: 'Take it back',
      no: 'Keep it',
    }),
  ];
}

function memberWords(member: Member): string {
  const role = member.role === undefined ? '' : ` · ${escapeText(cut(member.role, 100))}`;
  return `*${escapeText(cut(whoIs(member), 300))}*${role}`;
}

function memberButtons(member: Member, { remove, role }: MemberAbilities): Button[] {
  return [
    ...(role ? [button('Role', memberActions.role, member.memberId)] : []),
    ...(remove
      ? [
          confirmed(button('Remove', memberActions.remove, member.memberId, 'danger'), {
            title: 'Remove this member?',
            text: `${whoIs(member)} is out at once. To come back, a new invite is needed.`,
            yes: 'Remove',
            no: 'Keep',
          }),
        ]
      : []),
  ];
}

/** Slack: a confirmation has a title of at most 100, a text of at most 300 and buttons of at most 30 characters. */
function confirmed(
  on: Button,
  ask: { readonly title: string; readonly text: string; readonly yes: string; readonly no: string },
): Button {
  return {
    ...on,
    confirm: {
      title: plain(ask.title),
      text: plain(cut(ask.text, 300)),
      confirm: plain(ask.yes),
      deny: plain(ask.no),
      style: 'danger',
    },
  };
}

const Memory: z.ZodType<ListMemory> = z.object({
  system: z.string(),
  text: z.string(),
  page: z.number().int().nonnegative(),
});

export function readListMemory(view: Pick<ViewOutput, 'private_metadata'>): ListMemory {
  return Memory.parse(JSON.parse(view.private_metadata));
}
