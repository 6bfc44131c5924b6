import type { Context, Statements } from './context.ts';

/** What somebody did in an open form, and when: in microseconds, by Slack's clock. */
export type FormAction = Parameters<Statements['noteDrawing']>[0];

/** Notes that a form is drawn for what was done in it, so that no replica draws it for anything older afterwards. */
export function noteDrawing({ store }: Pick<Context, 'store'>, action: FormAction): Promise<void> {
  return store.noteDrawing(action);
}

/** Whether a form is still to be drawn for this, and not for something newer. */
export function isNewestDrawing({ store }: Pick<Context, 'store'>, action: FormAction): Promise<boolean> {
  return store.isNewestDrawing(action);
}
