import { setTimeout as wait } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import { context as contextBlock } from '../blocks/blocks.ts';
import { modal } from '../blocks/inputs.ts';
import { slackProblem } from '../posting/slack-errors.ts';
import type { SlackContext } from '../slack-context.ts';

/**
 * How long a form may take to be made before a placeholder is opened instead, ms. A trigger is good for 3 seconds (Slack)
 * and the opening itself takes part of them.
 */
const PATIENCE_MS = 1_200;

const loading = modal({
  id: 'loading',
  title: 'One moment',
  blocks: [contextBlock(':hourglass_flowing_sand: Waiting for Slack…')],
});

/** Whether somebody acted in a modal, over which another can be laid; not in a message, and not in Home. */
export function isInModal({ view }: { readonly view?: { readonly type: string } | undefined }): boolean {
  return view?.type === 'modal';
}

export type OpenedView = { readonly id: string; readonly hash: string };

/**
 * Opens a modal with a click's trigger before it expires, even when making its content takes longer: then a placeholder comes
 * first and is replaced. Returns the opened view; undefined when Slack did not open it.
 */
export async function openForm(
  slack: SlackContext,
  triggerId: string,
  making: ModalView | Promise<ModalView>,
): Promise<OpenedView | undefined> {
  const inTime = await Promise.race([making, wait(PATIENCE_MS, undefined, { ref: false })]);
  const externalId = slack.flows.newId();
  const first = await show(slack, 'open', triggerId, { ...(inTime ?? loading), external_id: externalId });
  // Which view it is was in the answer that got lost: it is known by our own name for it.
  if (first === 'shown already') return updateForm(slack, { externalId }, inTime ?? (await making));
  if (inTime !== undefined || first === undefined) return first;
  return updateForm(slack, first, await making);
}

/** Lays a modal over the one that was clicked in. Undefined when Slack did not take it. */
export async function pushForm(
  slack: SlackContext,
  triggerId: string,
  view: ModalView,
): Promise<OpenedView | undefined> {
  const externalId = slack.flows.newId();
  const pushed = await show(slack, 'push', triggerId, { ...view, external_id: externalId });
  return pushed === 'shown already' ? updateForm(slack, { externalId }, view) : pushed;
}

// Which of the two comes first is not documented.
const shownAlready: ReadonlySet<string> = new Set(['exchanged_trigger_id', 'duplicate_external_id']);

/** What Slack answers when the person closed or changed the form meanwhile. */
const overtaken: ReadonlySet<string> = new Set(['hash_conflict', 'not_found']);

/** A trigger is good once (Slack). When a try before this one used it, and only its answer was lost, the modal is there. */
async function show(
  slack: SlackContext,
  how: 'open' | 'push',
  triggerId: string,
  view: ModalView,
): Promise<OpenedView | 'shown already' | undefined> {
  try {
    const shown = await slack.client.views[how]({ trigger_id: triggerId, view });
    return shown.view?.id === undefined ? undefined : { id: shown.view.id, hash: shown.view.hash ?? '' };
  } catch (error) {
    if (error instanceof WebAPIPlatformError && shownAlready.has(error.data.error)) return 'shown already';
    if (how === 'push' && error instanceof WebAPIPlatformError && overtaken.has(error.data.error)) {
      slack.flows.log.debug({ why: error.data.error }, 'a form was closed before another was laid over it');
      return undefined;
    }
    throw error;
  }
}

/**
 * Replaces an open modal. Undefined when the person has closed or changed it meanwhile, or when Slack made it wait and it
 * was no longer wanted then.
 */
export async function updateForm(
  slack: SlackContext,
  opened: OpenedView | { readonly externalId: string },
  view: ModalView,
  isWanted: () => Promise<boolean> = async () => true,
): Promise<OpenedView | undefined> {
  const which =
    'externalId' in opened
      ? { external_id: opened.externalId }
      : { view_id: opened.id, ...(opened.hash === '' ? {} : { hash: opened.hash }) };
  try {
    const updated = await patiently(() => slack.client.views.update({ ...which, view }), isWanted);
    return updated?.view?.id === undefined ? undefined : { id: updated.view.id, hash: updated.view.hash ?? '' };
  } catch (error) {
    if (error instanceof WebAPIPlatformError && overtaken.has(error.data.error)) {
      slack.flows.log.debug({ why: error.data.error, view: which }, 'a form was closed or changed meanwhile');
    } else slack.flows.log.warn({ err: error, view: which }, 'a form could not be updated');
    return undefined;
  }
}

/** Longer waits are not worth it, since somebody is looking at the form, ms. */
const LONGEST_WAIT_MS = 30_000;

/**
 * When Slack is busy, waits once as long as it says: otherwise the form would not follow what was chosen in it. Undefined when the update is
 * no longer wanted by then.
 */
async function patiently<Answer>(
  ask: () => Promise<Answer>,
  isWanted: () => Promise<boolean>,
): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    const { retryAt: waitMs } = slackProblem(error, 0).facts;
    if (typeof waitMs !== 'number' || waitMs > LONGEST_WAIT_MS) throw error;
    await wait(waitMs, undefined, { ref: false });
    return (await isWanted()) ? ask() : undefined;
  }
}
