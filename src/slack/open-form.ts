import type { ModalView } from '@slack/types';
import type { SlackContext } from './slack-context.ts';
import { context as contextBlock, plain } from './views/blocks.ts';

/**
 * How long a form may take to be made before a placeholder is opened in its stead, ms. A trigger is good for 3 seconds (Slack)
 * and the opening itself takes part of them.
 */
const PATIENCE_MS = 1_200;

const loading: ModalView = {
  type: 'modal',
  callback_id: 'loading',
  title: plain('One moment'),
  close: plain('Close'),
  blocks: [contextBlock(':hourglass_flowing_sand: Slack is still looking you up…')],
};

export type OpenedView = { readonly id: string; readonly hash: string };

/**
 * Opens a modal with a click's trigger before it expires, even when making its content takes longer: then a placeholder comes
 * first and is replaced. Answers the opened view; undefined when Slack did not open it.
 */
export async function openForm(
  slack: SlackContext,
  triggerId: string,
  making: Promise<ModalView>,
): Promise<OpenedView | undefined> {
  const inTime = await Promise.race([making, wait(PATIENCE_MS)]);
  const opened = await slack.client.views.open({ trigger_id: triggerId, view: inTime ?? loading });
  const first = opened.view?.id === undefined ? undefined : { id: opened.view.id, hash: opened.view.hash ?? '' };
  if (inTime !== undefined || first === undefined) return first;
  return updateForm(slack, first, await making);
}

/** Lays a modal over the one that was clicked in. Undefined when Slack did not take it. */
export async function pushForm(
  slack: SlackContext,
  triggerId: string,
  view: ModalView,
): Promise<OpenedView | undefined> {
  const pushed = await slack.client.views.push({ trigger_id: triggerId, view });
  return pushed.view?.id === undefined ? undefined : { id: pushed.view.id, hash: pushed.view.hash ?? '' };
}

/** Replaces an open modal. Undefined when the person has closed or changed it meanwhile, which is theirs to do. */
export async function updateForm(
  slack: SlackContext,
  opened: OpenedView,
  view: ModalView,
): Promise<OpenedView | undefined> {
  try {
    const updated = await slack.client.views.update({
      view_id: opened.id,
      ...(opened.hash === '' ? {} : { hash: opened.hash }),
      view,
    });
    return updated.view?.id === undefined ? undefined : { id: updated.view.id, hash: updated.view.hash ?? '' };
  } catch (error) {
    slack.flows.log.info({ err: error, view: opened.id }, 'a form could not be updated');
    return undefined;
  }
}

function wait(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined).unref());
}
