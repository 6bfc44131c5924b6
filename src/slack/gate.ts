import type {
  App,
  BlockAction,
  ButtonAction,
  GlobalShortcut,
  MessageShortcut,
  SlackActionMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  SlashCommand,
  ViewSubmitAction,
} from '@slack/bolt';
import { mayAdminister, mayInvite, type Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { withoutUnseen } from '../domain/text/clean.ts';
import { answer, type Listener, sentence } from './answer.ts';
import { updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { threadOf } from './thread-of.ts';
import type { Message } from './views/invite-card.ts';
import { sayModal } from './views/pick-form.ts';
import { isReadable } from './views/readable.ts';
import { problemWords } from './words/problems.ts';

/** Who gets past: full members of this workspace, or only its admins and those the policy names. */
export type Level = 'member' | 'admin';

/** Everything Slack can send that somebody listens to. `name`: a command, action_id or callback_id, or a pattern of some. */
export type Surface = {
  readonly kind: 'command' | 'action' | 'submission' | 'suggestion' | 'shortcut' | 'message_action';
  readonly name: string | RegExp;
  readonly level: Level;
};

type Known = { readonly person: Person };
type Reply = { readonly reply: (message: Message, replace?: boolean) => Promise<void> };

export type CommandCall = Known &
  Reply & {
    readonly command: SlashCommand;
    /** What stands behind the command, as typed. */
    readonly text: string;
  };
export type ActionCall = Pick<SlackActionMiddlewareArgs<BlockAction>, 'action' | 'body'> & Known & Reply;
export type ButtonCall = Omit<ActionCall, 'action'> & { readonly action: ButtonAction };
export type SubmissionCall = SlackViewMiddlewareArgs<ViewSubmitAction> & Known;
export type SuggestionCall = SlackOptionsMiddlewareArgs<'block_suggestion'> & Known;
export type ShortcutCall<Shortcut extends GlobalShortcut | MessageShortcut> = SlackShortcutMiddlewareArgs<Shortcut> &
  Known;

/**
 * The one way to listen to Slack. Before a listener runs, the person is looked up and must be allowed in; listeners are handed the
 * person and never see anybody else. Those who are refused are told, and what they had open is taken from their screen. A modal that does
 * not carry what we wrote into it comes no further either.
 */
export type Gate = {
  /** A slash command: acknowledged at once. */
  onCommand(name: string, level: Level, run: (call: CommandCall) => Promise<void>): void;
  /** A click or a choice in a message or modal: acknowledged at once. */
  onAction(name: string | RegExp, level: Level, run: (call: ActionCall) => Promise<void>): void;
  /** A click on a button; of anything else that carries its name, nothing comes. */
  onButton(name: string | RegExp, level: Level, run: (call: ButtonCall) => Promise<void>): void;
  /** A modal that is submitted: the listener acknowledges. */
  onSubmission(name: string | RegExp, level: Level, run: (call: SubmissionCall) => Promise<void>): void;
  /** What a searchable select asks: the listener acknowledges. */
  onSuggestion(name: string, level: Level, run: (call: SuggestionCall) => Promise<void>): void;
  /** The lightning menu: acknowledged at once. */
  onShortcut(name: string, level: Level, run: (call: ShortcutCall<GlobalShortcut>) => Promise<void>): void;
  /** The menu of a message: acknowledged at once. */
  onMessageAction(name: string, level: Level, run: (call: ShortcutCall<MessageShortcut>) => Promise<void>): void;
  /** All that was registered, for the test that knows every surface. */
  readonly surfaces: readonly Surface[];
};

/** What of Bolt's App the gate needs. Nobody else registers listeners (test/architecture.test.ts). */
export type Bolt = Pick<App, 'command' | 'action' | 'view' | 'options' | 'shortcut'>;

export function createGate(bolt: Bolt, slack: SlackContext): Gate {
  const surfaces: Surface[] = [];

  async function admit(personId: string, level: Level): Promise<Person | Problem> {
    const person = await slack.people.person(personId, level === 'admin' ? 'admin' : 'any');
    if (isProblem(person)) return person;
    const refused =
      level === 'admin'
        ? mayAdminister(person, slack.flows.policy, slack.workspaceId)
        : mayInvite(person, slack.workspaceId);
    return refused ?? person;
  }

  const onAction: Gate['onAction'] = (name, level, run) => {
    surfaces.push({ kind: 'action', name, level });
    bolt.action<BlockAction>({ type: 'block_actions', action_id: name }, async ({ ack, body, action, respond }) => {
      await ack();
      const to = { personId: body.user.id, channelId: body.channel?.id, threadTs: threadOf(body) };
      const inMessage = body.view === undefined ? respond : undefined;
      const reply: Reply['reply'] = (message, replace) => answer(slack, inMessage, to, message, replace);
      const person = await admit(body.user.id, level);
      if (!isProblem(person)) {
        if (body.view !== undefined && !isReadable(body.view)) return reply(sentence(problemWords(unreadable)));
        return run({ action, body, person, reply });
      }
      if (body.view === undefined) return reply(sentence(problemWords(person)));
      return close(slack, body.view, person, reply);
    });
  };

  const tell = (to: Listener, why: Problem) => answer(slack, undefined, to, sentence(problemWords(why)));

  return {
    surfaces,

    onCommand(name, level, run) {
      surfaces.push({ kind: 'command', name, level });
      bolt.command(name, async ({ ack, command, respond }) => {
        await ack();
        const to = { personId: command.user_id, channelId: command.channel_id };
        const reply: Reply['reply'] = (message, replace) => answer(slack, respond, to, message, replace);
        const person = await admit(command.user_id, level);
        if (isProblem(person)) return reply(sentence(problemWords(person)));
        return run({ command, text: withoutUnseen(unescapeEntities(command.text)), person, reply });
      });
    },

    onAction,

    onButton(name, level, run) {
      onAction(name, level, async (call) => {
        if (call.action.type === 'button') await run({ ...call, action: call.action });
      });
    },

    onSubmission(name, level, run) {
      surfaces.push({ kind: 'submission', name, level });
      bolt.view<ViewSubmitAction>({ type: 'view_submission', callback_id: name }, async (args) => {
        const person = await admit(args.body.user.id, level);
        const isRead = isReadable(args.view);
        if (!isProblem(person) && isRead) return run({ ...args, person });
        const text = problemWords(isProblem(person) ? person : unreadable);
        const input = args.view.blocks.find(({ type }) => type === 'input')?.block_id;
        // What was typed stays: it may be no more than Slack that was slow to say who this is.
        return input === undefined
          ? args.ack({ response_action: 'update', view: sayModal('Nothing was changed', text) })
          : args.ack({ response_action: 'errors', errors: { [input]: text } });
      });
    },

    onSuggestion(name, level, run) {
      surfaces.push({ kind: 'suggestion', name, level });
      bolt.options<'block_suggestion'>({ type: 'block_suggestion', action_id: name }, async (args) => {
        const person = await admit(args.body.user.id, level);
        const { view } = args.payload;
        if (isProblem(person) || (view !== undefined && !isReadable(view))) return args.ack({ options: [] });
        return run({ ...args, person });
      });
    },

    onShortcut(name, level, run) {
      surfaces.push({ kind: 'shortcut', name, level });
      bolt.shortcut<GlobalShortcut>({ type: 'shortcut', callback_id: name }, async (args) => {
        await args.ack();
        const person = await admit(args.body.user.id, level);
        if (isProblem(person)) return tell({ personId: args.body.user.id, channelId: undefined }, person);
        return run({ ...args, person });
      });
    },

    onMessageAction(name, level, run) {
      surfaces.push({ kind: 'message_action', name, level });
      bolt.shortcut<MessageShortcut>({ type: 'message_action', callback_id: name }, async (args) => {
        await args.ack();
        const person = await admit(args.body.user.id, level);
        const { user, channel } = args.body;
        if (isProblem(person))
          return tell({ personId: user.id, channelId: channel.id, threadTs: threadOf(args.body) }, person);
        return run({ ...args, person });
      });
    },
  };
}

const unreadable = problem('form_unreadable');

/** Slack escapes &, < and > in the text of a command (https://docs.slack.dev/interactivity/implementing-slash-commands). */
function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** These may see what they see, and only not do this; or nobody knows who it is. What they have open stays. */
const mayLook: ReadonlySet<string> = new Set(['not_allowed_unknown', 'not_admin']);

/** Takes a modal, and those under it, from the screen of a person who may not use Guestlist any more. Others are told, for their eyes only. */
async function close(
  slack: SlackContext,
  view: { readonly id: string; readonly previous_view_id?: string | null; readonly root_view_id?: string | null },
  why: Problem,
  reply: Reply['reply'],
): Promise<void> {
  if (mayLook.has(why.code)) return reply(sentence(problemWords(why)));
  const open = new Set([view.id, view.previous_view_id, view.root_view_id].filter((id) => typeof id === 'string'));
  for (const id of open) await updateForm(slack, { id, hash: '' }, sayModal('Not allowed', problemWords(why)));
}
