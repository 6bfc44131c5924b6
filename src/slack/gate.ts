import type {
  App,
  BlockAction,
  ButtonAction,
  EventFromType,
  GlobalShortcut,
  MessageShortcut,
  RespondFn,
  SlackActionMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  SlashCommand,
  ViewSubmitAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { mayAdminister, mayInvite, type Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { withoutUnseen } from '../domain/text/clean.ts';
import type { Via } from '../domain/via.ts';
import { useHome } from '../flows/home/open-home.ts';
import { doneVia } from '../flows/shared/done-via.ts';
import type { Message } from './blocks/blocks.ts';
import { answer, type Listener } from './posting/answer.ts';
import { threadOf } from './posting/thread-of.ts';
import { isReadable } from './readable.ts';
import { answersOver, replyInModal } from './shared/answer-modal.ts';
import { updateForm } from './shared/open-form.ts';
import { sayModal } from './shared/pick-form.ts';
import { textOf } from './shared/problem-copy.ts';
import type { SlackContext } from './slack-context.ts';

/** Who gets past: full members of this workspace, or only its admins and those the policy names. */
export type Level = 'member' | 'admin';

/** Everything Slack can send that somebody listens to. `name`: a command, action_id or callback_id, or a pattern of some. */
export type Surface = {
  readonly kind: 'command' | 'action' | 'submission' | 'suggestion' | 'shortcut' | 'message_action' | 'event';
  readonly name: string | RegExp;
  /** Of an event there is none. */
  readonly level: Level | undefined;
};

type Known = { readonly person: Person };
/** Answers the person with a message, a Problem or a plain text. `replace`: in the place of what was clicked in. */
export type Reply = (said: Message | Problem | string, replace?: boolean) => Promise<void>;
type Replying = Known & { readonly reply: Reply };

export type CommandCall = Replying & {
  readonly command: SlashCommand;
  /** What was typed after the command. */
  readonly text: string;
};
export type ActionCall = Pick<SlackActionMiddlewareArgs<BlockAction>, 'action' | 'body'> & Replying;
export type ButtonCall = Omit<ActionCall, 'action'> & { readonly action: ButtonAction };
export type SubmissionCall = SlackViewMiddlewareArgs<ViewSubmitAction> &
  Known & {
    /** Acknowledges with what is wrong, by block; the modal stays. */
    readonly refuse: (errors: Readonly<Record<string, Problem | string>>) => Promise<void>;
    /** Acknowledges with another view in the modal's place. */
    readonly show: (view: ModalView) => Promise<void>;
  };
export type SuggestionCall = SlackOptionsMiddlewareArgs<'block_suggestion'> & Known;
export type EventCall<Name extends string> = { readonly event: EventFromType<Name> };
export type ShortcutCall<Shortcut extends GlobalShortcut | MessageShortcut> = SlackShortcutMiddlewareArgs<Shortcut> &
  Replying;

/**
 * The one way to listen to Slack. Before a listener runs, the person is looked up and must be allowed in; listeners are handed the
 * person and never see anybody else. Those who are refused get an answer, and what they had open is taken from their screen. A modal that does
 * not carry what we wrote into it comes no further either.
 */
export type Gate = {
  /** A slash command: acknowledged at once. */
  onCommand(name: string, level: Level, run: (call: CommandCall) => Promise<void>): void;
  /** A click or a choice in a message or modal: acknowledged at once. */
  onAction(name: string | RegExp, level: Level, run: (call: ActionCall) => Promise<void>): void;
  /** A click on a button; anything else with its name is ignored. */
  onButton(name: string | RegExp, level: Level, run: (call: ButtonCall) => Promise<void>): void;
  /** A modal that is submitted: the listener acknowledges. */
  onSubmission(name: string | RegExp, level: Level, run: (call: SubmissionCall) => Promise<void>): void;
  /** What a searchable select asks: the listener acknowledges. */
  onSuggestion(name: string, level: Level, run: (call: SuggestionCall) => Promise<void>): void;
  /** A global shortcut: acknowledged at once. */
  onShortcut(name: string, level: Level, run: (call: ShortcutCall<GlobalShortcut>) => Promise<void>): void;
  /** A message shortcut: acknowledged at once. */
  onMessageAction(name: string, level: Level, run: (call: ShortcutCall<MessageShortcut>) => Promise<void>): void;
  /** Something that happened in Slack, which nobody asks anything with: nobody is looked up, and nobody refused. */
  onEvent<Name extends string>(name: Name, run: (call: EventCall<Name>) => Promise<void>): void;
  /** All that was registered, for the test that knows every surface. */
  readonly surfaces: readonly Surface[];
};

/** What of Bolt's App the gate needs. Nobody else registers listeners (test/architecture.test.ts). */
export type Bolt = Pick<App, 'command' | 'action' | 'view' | 'options' | 'shortcut' | 'event'>;

export function createGate(bolt: Bolt, slack: SlackContext): Gate {
  const surfaces: Surface[] = [];

  /** Notes a surface, and says who gets past it. */
  function guarded(kind: Surface['kind'], name: string | RegExp, level: Level) {
    surfaces.push({ kind, name, level });
    return async (personId: string): Promise<Person | Problem> => {
      const person = await slack.people.person(personId, level === 'admin' ? 'admin' : 'any');
      if (isProblem(person)) return person;
      const refused =
        level === 'admin'
          ? mayAdminister(person, slack.flows.policy(), slack.flows.workspaceId())
          : mayInvite(person, slack.flows.workspaceId());
      return refused ?? person;
    };
  }

  const replyTo =
    (to: Listener, respond?: RespondFn): Reply =>
    (said, replace) =>
      answer(slack, to, textOf(said), respond, replace);

  const onAction: Gate['onAction'] = (name, level, run) => {
    const admit = guarded('action', name, level);
    bolt.action<BlockAction>({ type: 'block_actions', action_id: name }, async ({ ack, body, action, respond }) => {
      await ack();
      const { user, channel, view } = body;
      const to = { personId: user.id, channelId: channel?.id, threadTs: threadOf(body) };
      const reply = answersOver(view)
        ? replyInModal(slack, to, body)
        : replyTo(to, view === undefined ? respond : undefined);
      const person = await admit(user.id);
      if (view?.type === 'home') {
        if (isProblem(person)) await reply(person);
        else await doneVia('home', () => run({ action, body, person, reply }));
        // What was done shows at once, and nothing to somebody who may not use Guestlist any more.
        return useHome(slack.flows, user.id);
      }
      if (isProblem(person)) return view === undefined ? reply(person) : close(slack, view, person, reply);
      if (view !== undefined && !isReadable(view)) return reply(unreadable);
      return doneVia(viaOf(view), () => run({ action, body, person, reply }));
    });
  };

  return {
    surfaces,

    onCommand(name, level, run) {
      const admit = guarded('command', name, level);
      bolt.command(name, async ({ ack, command, respond }) => {
        await ack();
        const reply = replyTo({ personId: command.user_id, channelId: command.channel_id }, respond);
        const person = await admit(command.user_id);
        if (isProblem(person)) return reply(person);
        const text = withoutUnseen(unescapeEntities(command.text));
        return doneVia('command', () => run({ command, text, person, reply }));
      });
    },

    onAction,

    onButton(name, level, run) {
      onAction(name, level, async (call) => {
        if (call.action.type === 'button') await run({ ...call, action: call.action });
      });
    },

    onSubmission(name, level, run) {
      const admit = guarded('submission', name, level);
      bolt.view<ViewSubmitAction>({ type: 'view_submission', callback_id: name }, async (args) => {
        const { ack } = args;
        const refuse: SubmissionCall['refuse'] = (errors) =>
          ack({
            response_action: 'errors',
            errors: Object.fromEntries(Object.entries(errors).map(([block, why]) => [block, textOf(why)])),
          });
        const show: SubmissionCall['show'] = (view) => ack({ response_action: 'update', view });
        const person = await admit(args.body.user.id);
        const isRead = isReadable(args.view);
        if (!isProblem(person) && isRead) return doneVia('form', () => run({ ...args, person, refuse, show }));
        const why = isProblem(person) ? person : unreadable;
        const input = args.view.blocks.find(({ type }) => type === 'input')?.block_id;
        // What was typed stays: Slack may only have been slow to say who this is.
        return input === undefined ? show(sayModal('Nothing changed', why)) : refuse({ [input]: why });
      });
    },

    onSuggestion(name, level, run) {
      const admit = guarded('suggestion', name, level);
      bolt.options<'block_suggestion'>({ type: 'block_suggestion', action_id: name }, async (args) => {
        const person = await admit(args.body.user.id);
        const { view } = args.payload;
        if (isProblem(person) || (view !== undefined && !isReadable(view))) return args.ack({ options: [] });
        return run({ ...args, person });
      });
    },

    onShortcut(name, level, run) {
      const admit = guarded('shortcut', name, level);
      bolt.shortcut<GlobalShortcut>({ type: 'shortcut', callback_id: name }, async (args) => {
        await args.ack();
        const personId = args.body.user.id;
        const reply = replyTo({ personId });
        const person = await admit(personId);
        return isProblem(person) ? reply(person) : doneVia('shortcut', () => run({ ...args, person, reply }));
      });
    },

    onMessageAction(name, level, run) {
      const admit = guarded('message_action', name, level);
      bolt.shortcut<MessageShortcut>({ type: 'message_action', callback_id: name }, async (args) => {
        await args.ack();
        const { user, channel } = args.body;
        const reply = replyTo({ personId: user.id, channelId: channel.id, threadTs: threadOf(args.body) });
        const person = await admit(user.id);
        return isProblem(person) ? reply(person) : doneVia('shortcut', () => run({ ...args, person, reply }));
      });
    },

    onEvent(name, run) {
      surfaces.push({ kind: 'event', name, level: undefined });
      bolt.event(name, async ({ event }) => doneVia('home', () => run({ event })));
    },
  };
}

const unreadable = problem('form_unreadable');

/** Where what was clicked is: in a message or a modal. */
function viaOf(view: { readonly type: string } | undefined): Via {
  return view === undefined ? 'button' : 'form';
}

/** Slack escapes &, < and > in the text of a command (https://docs.slack.dev/interactivity/implementing-slash-commands). */
function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** These people may look but not do this, or Slack did not say who they are: what they have open stays. */
const mayLook: ReadonlySet<string> = new Set(['not_allowed_unknown', 'not_admin']);

/** Takes a modal, and those under it, from the screen of a person who may not use Guestlist any more. Others get an ephemeral answer. */
async function close(
  slack: SlackContext,
  view: { readonly id: string; readonly previous_view_id?: string | null; readonly root_view_id?: string | null },
  why: Problem,
  reply: Reply,
): Promise<void> {
  if (mayLook.has(why.code)) return reply(why);
  const open = new Set([view.id, view.previous_view_id, view.root_view_id].filter((id) => typeof id === 'string'));
  for (const id of open) await updateForm(slack, { id, hash: '' }, sayModal('Not allowed', why));
}
