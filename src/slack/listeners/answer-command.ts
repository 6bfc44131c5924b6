import type { Middleware, SlackCommandMiddlewareArgs, SlashCommand } from '@slack/bolt';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { answer, sentence } from '../answer.ts';
import type { SlackContext } from '../slack-context.ts';
import type { Message } from '../views/invite-card.ts';
import { problemWords } from '../words/problems.ts';

/** What somebody typed, and how she is answered, for her alone. */
export type Asked = {
  readonly command: SlashCommand;
  /** As typed: Slack escapes &, < and > in command text. */
  readonly text: string;
  readonly person: Person;
  readonly reply: (message: Message) => Promise<void>;
};

/** A listener that acknowledges at once, finds out who asks, and tells those who may not; the others are handed to `run`. */
export function answerCommand(
  slack: SlackContext,
  mayNot: (person: Person) => Problem | undefined,
  run: (asked: Asked) => Promise<void>,
): Middleware<SlackCommandMiddlewareArgs> {
  return async ({ ack, command, respond }) => {
    await ack();
    const reply = (message: Message) =>
      answer(slack, respond, { personId: command.user_id, channelId: command.channel_id }, message);
    const person = await slack.people.person(command.user_id);
    if (isProblem(person)) return reply(sentence(problemWords(person)));
    const refused = mayNot(person);
    if (refused !== undefined) return reply(sentence(problemWords(refused)));
    return run({ command, text: unescapeEntities(command.text), person, reply });
  };
}

function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
