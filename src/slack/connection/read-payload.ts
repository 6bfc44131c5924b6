import { z } from 'zod';
import { cleanPayload } from './clean-payload.ts';
import { parseJson } from './parse-body.ts';

/** What Slack sends and Bolt can route, as far as Bolt and every listener rely on it; all else in it is kept as it came. */
export type Payload = { readonly [key: string]: unknown };

const Anything = z.looseObject({});
const Named = z.looseObject({ id: z.string() });
const NamedOrId = z.union([z.string(), Anything]).optional();
const Option = z.looseObject({ value: z.string(), text: z.looseObject({ text: z.string() }) });
/** What a person put into one input, whatever its element. */
const Value = z.looseObject({
  value: z.string().nullish(),
  selected_option: Option.nullish(),
  selected_options: z.array(Option).nullish(),
  selected_date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .nullish(),
  selected_time: z
    .string()
    .regex(/^\d\d:\d\d$/)
    .nullish(),
  selected_date_time: z.number().nullish(),
  selected_conversation: z.string().nullish(),
});
/** What a view of ours remembers: nothing, or an object as JSON, whose texts are no other texts than the rest. Slack: 3000 characters. */
const Metadata = z
  .string()
  .max(3_000)
  .transform((text, context) => {
    if (text === '') return text;
    const memory = cleaned(parseJson(text));
    if (typeof memory === 'object' && memory !== null) return JSON.stringify(memory);
    context.addIssue('not an object');
    return z.NEVER;
  });
const View = z.looseObject({
  id: z.string(),
  callback_id: z.string(),
  private_metadata: Metadata,
  blocks: z.array(Anything),
  state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), Value)) }).optional(),
});
const About = z.looseObject({
  user: Named,
  team: Anything.nullish(),
  enterprise: Anything.nullish(),
  channel: Named.optional(),
  trigger_id: z.string().nullish(),
  response_url: z.string().nullish(),
  // Bolt asks for its length, and for the address in the first.
  response_urls: z.array(z.looseObject({ response_url: z.string() })).optional(),
});

const Interactive = z.discriminatedUnion('type', [
  About.extend({
    type: z.literal('block_actions'),
    actions: z.array(Value.extend({ type: z.string(), action_id: z.string(), block_id: z.string() })).min(1),
    view: View.optional(),
    message: Anything.nullish(),
  }),
  About.extend({
    type: z.literal('block_suggestion'),
    action_id: z.string(),
    block_id: z.string(),
    value: z.string(),
    view: View.optional(),
  }),
  About.extend({ type: z.literal('view_submission'), view: View.required({ state: true }) }),
  About.extend({ type: z.literal('view_closed'), view: View }),
  About.extend({ type: z.literal('shortcut'), callback_id: z.string() }),
  About.extend({ type: z.literal('message_action'), callback_id: z.string(), message: Anything, channel: Named }),
]);

const Command = z.looseObject({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string().nullish(),
  response_url: z.string().nullish(),
});

const Event = z.looseObject({
  type: z.literal('event_callback'),
  event_id: z.string().optional(),
  authorizations: z.array(Anything).optional(),
  event: z.looseObject({
    type: z.string(),
    user: NamedOrId,
    channel: NamedOrId,
    item: Anything.optional(),
    subteam: Anything.optional(),
  }),
});

/**
 * A parsed payload with clean texts, as soon as it is one that Slack sends; undefined for everything else: null, lists, numbers,
 * texts, kinds there are not, and known kinds in which something is missing or of another type.
 */
export function readPayload(value: unknown): Payload | undefined {
  const payload = cleaned(value);
  if (typeof payload !== 'object' || payload === null) return undefined;
  // In the order in which Bolt asks.
  const kind = 'event' in payload ? Event : 'command' in payload ? Command : Interactive;
  return kind.safeParse(payload).data;
}

function cleaned(value: unknown): unknown {
  try {
    return cleanPayload(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
