import { createListeners } from '../listeners.ts';
import type { SlackFaultMode as Mode } from '../page/page-state.types.ts';
import type { SlackServer, SlackTrouble } from '../slack/slack-server.types.ts';

const always = { method: '*', times: Number.POSITIVE_INFINITY };

/** Slack documents no 429 for a method that opens a connection. */
const isBusy = { rateLimited: { retryAfterSeconds: 5 } } as const;

const troubles = {
  fine: [],
  down: [{ ...always, then: { status: 503 } }],
  slow: [{ ...always, then: { delayMs: 5_000 } }],
  busy: [{ ...always, then: isBusy }],
  cut: ['chat.postMessage', 'chat.update', 'views.publish', 'conversations.open'].map((method) => ({
    ...always,
    method,
    then: { cutAfter: true as const },
  })),
} satisfies Record<Mode, readonly SlackTrouble[]>;

export type SlackFaultMode = ReturnType<typeof createSlackFaultMode>;

/** How Slack fails the bot's calls, as chosen on the page. What people do still reaches the bot. */
export function createSlackFaultMode(slack: SlackServer) {
  const listeners = createListeners();
  let now: Mode = 'fine';
  return {
    now: () => now,
    set(mode: Mode): void {
      now = mode;
      slack.clearTrouble();
      for (const trouble of troubles[mode]) slack.trouble(trouble);
      listeners.notify();
    },
    onChange: listeners.onChange,
  };
}
