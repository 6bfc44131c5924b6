import type { Button } from '@slack/types';
import { canTryAgain, type MemberBatch, type MemberRow, tallyOf } from '../../domain/member-batch.ts';
import type { ShownPersonRequest } from '../../flows/shared/notifier.ts';
import {
  button,
  buttonRow,
  context,
  cut,
  escapeSigns,
  header,
  type Message,
  section,
  shortText,
} from '../blocks/blocks.ts';
import { batchState, rowCopy } from '../member/card/member-copy.ts';
import { memberActions, personActions } from '../names.ts';
import { systemNames } from '../shared/system-copy.ts';
import { offboardCard } from './offboard-card.ts';
import { onboardTitle, profileGives } from './person-copy.ts';

/** Refused people named for each system; the card counts the others. */
const NAMED = 5;

/** The card of a request about one person and several systems, in its current state. It never shows join links. */
export function personCard(shown: ShownPersonRequest): Message {
  return shown.request.kind === 'onboard' ? onboardCard(shown) : offboardCard(shown);
}

function onboardCard({ request, invites }: ShownPersonRequest): Message {
  const people = invites[0]?.rows ?? [];
  const title = onboardTitle(people);
  return {
    text: escapeSigns(cut(`${title}: ${invites.map(({ batch }) => systemNames(batch.provider)).join(', ')}`, 500)),
    blocks: [
      header(title),
      ...invites.map(({ batch, rows }) => section(systemLines(batch, rows))),
      context(
        `Invited by <@${request.requesterId}> · profile ${shortText(request.profile ?? '', 40)} · \`${request.id}\``,
      ),
      ...buttonRow(cardButtons(request.id, invites)),
    ],
  };
}

/** How far one system is, with what was refused there, mrkdwn. */
function systemLines(batch: MemberBatch, rows: readonly MemberRow[]): string {
  const refused = rows.filter((row) => row.state === 'failed');
  const more = refused.length - NAMED;
  const gives = profileGives(batch.terms);
  return [
    `*${systemNames(batch.provider)}*${gives === '' ? '' : ` · ${gives}`}`,
    batchState(batch, tallyOf(rows)),
    ...refused.slice(0, NAMED).map(rowCopy),
    ...(more > 0 ? [`…and ${more} more refused.`] : []),
  ].join('\n');
}

/** The flows decide who may press them. */
function cardButtons(requestId: string, invites: ShownPersonRequest['invites']): Button[] {
  const canRetry = invites.some(({ rows }) => rows.some(canTryAgain));
  const linked = invites.find(({ rows }) =>
    rows.some(({ state, joinUrl }) => state === 'invited' && joinUrl !== undefined),
  );
  return [
    ...(canRetry ? [button('Retry refused', personActions.retry, requestId)] : []),
    ...(linked === undefined ? [] : [button('Show join links', memberActions.links, linked.batch.id)]),
  ];
}
