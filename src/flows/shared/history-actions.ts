/** What ends an action, by what the audit says later of the same subject. */
export type Endings = {
  readonly done: readonly string[];
  readonly refused: readonly string[];
  /** It did not get through, and is tried again until it does. */
  readonly waits?: readonly string[];
  /** Somebody does not want it any more. */
  readonly withdrawn?: readonly string[];
  /** What was asked for later is put on top of it, so that the next ending is that of all. */
  readonly takes?: 'first';
};

const audited = (action: string): Endings => ({ done: [`${action}_done`], refused: [`${action}_refused`] });
/** What takes access away stays wanted until it is confirmed or withdrawn. */
const kept = (action: string): Endings => ({
  ...audited(action),
  waits: [`${action}_waits`],
  withdrawn: [`${action}_withdrawn`],
});
const atOnce: Endings = { done: [], refused: [] };

/** Every action of the audit that is part of the history admins read, and what ends it. Their copy is in slack/shared/history-sentences.ts. */
export const historyActions = {
  members_asked: atOnce,
  members_retry_asked: atOnce,
  member_remove_asked: kept('member_remove'),
  member_role_asked: audited('member_role'),
  member_resend_asked: audited('member_resend'),
  member_edit_asked: audited('member_edit'),
  member_cancel_asked: kept('member_cancel'),
  settings_changed: atOnce,
  taken_over: atOnce,
  change_asked: { done: ['changed'], refused: ['change_refused'], takes: 'first' },
  kick_asked: { done: ['kicked'], refused: ['kick_refused'], withdrawn: ['kick_withdrawn'] },
  cancel_asked: {
    done: ['cancelled', 'ended', 'failed', 'create_taken_back'],
    refused: ['cancel_refused'],
    withdrawn: ['cancel_withdrawn'],
  },
} as const satisfies Record<string, Endings>;

export type HistoryAction = keyof typeof historyActions;

/** Whether an action of the audit is one of the history. */
export function isHistoryAction(action: string): action is HistoryAction {
  return Object.hasOwn(historyActions, action);
}

/** The area of what is done to invites of guests, and of what is posted in channels. */
export const GUESTS = 'guests';
export const SETTINGS = 'settings';

const guestActions: ReadonlySet<string> = new Set<HistoryAction>([
  'taken_over',
  'change_asked',
  'kick_asked',
  'cancel_asked',
]);

/** Whether an action on a guest's invite is one of the history: what people do to an invite of somebody else. */
export function isDoneToOthers(action: string, actor: string, inviterId: string): boolean {
  return guestActions.has(action) && actor !== inviterId;
}

/**
 * What can be looked for, in the order of the menu: actions of the audit, and operations of `/team` by what their documents' names begin
 * with.
 */
export const historyKinds = {
  invite: { actions: ['members_asked', 'members_retry_asked'], operations: /^(?!)/ },
  resend: { actions: ['member_resend_asked'], operations: /^resend/i },
  change: { actions: ['member_edit_asked', 'change_asked'], operations: /^(add|assign|create|set|un-assign|update)/i },
  cancel: { actions: ['member_cancel_asked', 'cancel_asked'], operations: /^cancel/i },
  remove: { actions: ['member_remove_asked'], operations: /^(delete|leave|remove)/i },
  role: { actions: ['member_role_asked'], operations: /^(?!)/ },
  kick: { actions: ['kick_asked'], operations: /^kick/i },
  takeover: { actions: ['taken_over'], operations: /^(?!)/ },
  settings: { actions: ['settings_changed'], operations: /^(?!)/ },
  team: { actions: [], operations: /^/ },
} as const satisfies Record<string, { readonly actions: readonly HistoryAction[]; readonly operations: RegExp }>;

export type HistoryKind = keyof typeof historyKinds;
