import type { Button, KnownBlock } from '@slack/types';
import type { Approval } from '../../domain/approval.ts';
import type { ShownApproval } from '../../flows/shared/notifier.ts';
import {
  button,
  buttonRow,
  context,
  cut,
  cutMrkdwn,
  escapeSigns,
  escapeText,
  lineBlock,
  type Message,
  section,
} from '../blocks/blocks.ts';
import { limits } from '../blocks/limits.ts';
import { clashCopy } from '../guest/invite-form/clash-copy.ts';
import { onlineLine } from '../guest/online-copy.ts';
import { approvalActions } from '../names.ts';
import { mentionsCopy } from '../shared/approval-copy.ts';
import { permissionCopy } from '../shared/permission-copy.ts';
import { readerTime, zonedSpan } from '../shared/time-copy.ts';
import { progressCopy, whyCopy } from './cause-copy.ts';
import { decisionCopy } from './decision-copy.ts';
import { addressesCopy, askedTermsCopy, subjectCopy, windowCopy, wishedCopy } from './subject-copy.ts';

/** A request for approval as approvers see it: all that helps to decide while it waits, and what became of it in three lines. */
export function approvalCard(shown: ShownApproval): Message {
  const { approval } = shown;
  const isOpen = approval.state === 'open';
  const waitsForReview = approval.review === 'open';
  const head = isOpen
    ? `:raised_hand: *Approval needed.* <@${approval.requesterId}> asks to ${subjectCopy(shown)}${approversCopy(shown.askedHere)}`
    : `${decisionCopy(shown)}\n<@${approval.requesterId}> asked to ${subjectCopy(shown)}`;
  return {
    text: cutMrkdwn(head, limits.text),
    blocks: [
      section(head),
      ...(isOpen || waitsForReview ? detailBlocks(shown) : lineBlock(askedTermsCopy(approval))),
      ...(isOpen || waitsForReview ? reasonBlock(approval) : []),
      ...(isOpen ? factBlocks(shown) : []),
      context([...(isOpen ? expiryCopy(approval) : []), ...linkCopy(shown), `\`${approval.id}\``].join(' · ')),
      ...buttonRow(decideButtons(approval)),
    ],
  };
}

/** Who is asked in this channel, as mentions: Slack then notifies them. */
function approversCopy(ids: readonly string[] = []): string {
  return ids.length === 0 ? '' : `\nApprovers: ${mentionsCopy(ids)}`;
}

/** What may be done about a request, by those who may: that is decided at the click. */
export function decideButtons({ id, revision, kind, state, review }: Approval): Button[] {
  const value = `${id}:${revision}`;
  if (review === 'open') return [button('Close review', approvalActions.review, value, 'primary')];
  if (state !== 'open') return [];
  return [
    button('Approve', approvalActions.approve, value, 'primary'),
    button('Deny', approvalActions.deny, value, 'danger'),
    ...(kind === 'members' ? [] : [button('Edit and approve', approvalActions.edit, value)]),
  ];
}

/** What would be approved, or what nobody did, and why approval is needed. */
function detailBlocks(shown: ShownApproval): KnownBlock[] {
  const { approval, votes, invite, rows = [] } = shown;
  const { terms, change, state } = approval;
  const isChange = approval.kind === 'change';
  const wished =
    state === 'open' && isChange && invite !== undefined && change !== undefined && terms !== undefined
      ? wishedCopy(invite, change, terms)
      : '';
  const asked = state === 'open' ? '' : askedTermsCopy(approval);
  const lines = [
    ...(asked === '' ? [] : [asked]),
    ...(wished === '' ? [] : [wished]),
    ...(state !== 'open' || terms === undefined ? [] : [windowCopy(terms), permissionCopy(terms.permissions)]),
    ...(rows.length === 0 ? [] : [addressesCopy(rows)]),
  ];
  const progress = state === 'open' ? ` · ${progressCopy(approval, votes)}` : '';
  return [...(lines.length === 0 ? [] : [section(lines.join('\n'))]), context(`${whyCopy(approval)}${progress}`)];
}

function reasonBlock({ reason }: Approval): KnownBlock[] {
  return reason === '' ? [] : [section(`*Reason*\n${escapeText(cut(reason, 1000))}`)];
}

/** What an approver would ask first: who else is on the computer, whether it is on, and what it costs. */
function factBlocks({ approval, invite, clashes = [], online, credits }: ShownApproval): KnownBlock[] {
  const { terms } = approval;
  if (terms === undefined || invite === undefined) return [];
  const others = clashes.map((other) => {
    const { startsAt, endsAt } = other.kind === 'invite' ? other.invite : other;
    return { ...other, when: zonedSpan(startsAt, endsAt, terms.timeZone) };
  });
  const cost =
    credits === undefined
      ? ''
      : credits <= 0
        ? ':warning: Parsec has no credits left. Only team members can be invited.'
        : `:credit_card: Uses 1 of ${credits} credit${credits === 1 ? '' : 's'}. Free for team members.`;
  return [
    ...lineBlock(clashCopy(others, invite.guestEmail)),
    ...lineBlock(onlineLine(terms.hostName, online, terms.timeZone)),
    ...lineBlock(cost),
  ];
}

function expiryCopy({ expiresAt, terms }: Approval): string[] {
  return [`Expires ${readerTime(expiresAt, terms?.timeZone ?? 'UTC')}`];
}

// Slack's own address of a message.
function linkCopy({ link }: ShownApproval): string[] {
  return link !== undefined && /^https?:\/\//.test(link) && URL.canParse(link)
    ? [`<${escapeSigns(link)}|Open the invite card>`]
    : [];
}
