import { createListeners } from '../listeners.ts';
import type { Task } from '../page/page-state.types.ts';
import type { ReceivedRequest } from '../provider-server.types.ts';
import { asText, jsonList } from '../slack/json.ts';
import type { ClockSteps } from './clock-steps.ts';
import type { Servers } from './systems.ts';

export type Tasks = ReturnType<typeof createTasks>;

type Seen = {
  /** What the bot sent to Parsec and to Snyk since the tasks began. */
  readonly parsec: readonly ReceivedRequest[];
  readonly snyk: readonly ReceivedRequest[];
  /** action_ids of buttons in Slack that the bot acknowledged since. */
  readonly pressed: readonly string[];
  readonly walks: number;
};

const succeeded = (requests: readonly ReceivedRequest[], operation: string) =>
  requests.some((one) => one.operation === operation && typeof one.status === 'number' && one.status < 300);

const tasks: readonly { readonly title: string; readonly how: string; readonly isDone: (seen: Seen) => boolean }[] = [
  {
    title: 'Invite a guest',
    how: 'In #guests: /guest invite ana@example.com Edit-1 now for 2h',
    isDone: ({ parsec }) => succeeded(parsec, 'Create Guest Access Invite'),
  },
  {
    title: 'Extend the invite',
    how: 'Extend, on its card',
    isDone: ({ parsec }) => succeeded(parsec, 'Update Guest Access Invite'),
  },
  {
    title: 'See what comes next',
    how: 'Next event, at the top: the warning and the end come to the thread',
    isDone: ({ walks }) => walks > 0,
  },
  {
    title: 'Decide a request',
    how: 'As Ada, in #studio: approve or deny what Ben asks for',
    isDone: ({ pressed }) => pressed.some((one) => /^approval:(?:approve|deny)/.test(one)),
  },
  {
    title: 'Lose an answer',
    how: 'Cut Parsec off, on the right, invite somebody, and let it recover: there is one invite',
    isDone: ({ parsec }) =>
      parsec.some(({ method, status }) => method !== 'GET' && (status === 'cut' || status === 'late')),
  },
  {
    title: 'Invite a member',
    how: 'As anybody: /member invite snyk tom@example.com',
    isDone: ({ snyk }) => snyk.some(({ method, status }) => method === 'POST' && Number(status) < 300),
  },
];

/**
 * What a newcomer can try, ticked off by what the servers hold. What came before `begin` does not count. An app of somebody else has
 * nothing to try.
 */
export function createTasks({ slack, parsec, snyk, bot }: Servers, steps: ClockSteps) {
  const listeners = createListeners();
  let ready = true;
  let from = counts();

  function counts() {
    return {
      parsec: parsec?.requests.length ?? 0,
      snyk: snyk?.requests.length ?? 0,
      deliveries: slack.deliveries.length,
      walks: steps.walks(),
    };
  }

  function change(isReady: boolean): void {
    ready = isReady;
    from = counts();
    listeners.notify();
  }

  function seen(): Seen {
    const pressed = slack.deliveries
      .slice(from.deliveries)
      .filter(({ outcome }) => outcome === 'acked')
      .flatMap(({ payload }) => jsonList(payload.actions).map((action) => asText(action.action_id) ?? ''));
    return {
      parsec: parsec?.requests.slice(from.parsec) ?? [],
      snyk: snyk?.requests.slice(from.snyk) ?? [],
      pressed,
      walks: steps.walks() - from.walks,
    };
  }

  return {
    list(): readonly Task[] | undefined {
      if (!ready) return undefined;
      if (bot === undefined) return [];
      const now = seen();
      return tasks.map(({ title, how, isDone }) => ({ title, how, done: isDone(now) }));
    },
    pause: () => change(false),
    begin: () => change(true),
    onChange: listeners.onChange,
  };
}
