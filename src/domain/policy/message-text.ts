import { z } from 'zod';
import { defined } from '../defined.ts';
import { type GuestMessages, unknownPlaceholders } from '../guest-message.ts';
import { nearestWord } from '../text/nearest-word.ts';
import { isLanguage } from '../time/localized-time.ts';
import { group } from './written.ts';

/** Leaves room for what is filled in. */
const MOST = 800;
/** Slack offers 100 at most. */
const MOST_LANGUAGES = 50;

const Text = z
  .string('is not text')
  .trim()
  .min(1, 'is empty')
  .max(MOST, `is longer than ${MOST} characters`)
  .superRefine((text, context) => {
    for (const { written, near } of unknownPlaceholders(text)) {
      const message = `has \`${written}\`, which stands for nothing`;
      context.addIssue({ code: 'custom', message, params: defined({ near }) });
    }
  });

const Texts = z
  .record(z.string(), Text, 'is not a list of languages with their texts')
  .superRefine((texts, context) => {
    const languages = Object.keys(texts);
    for (const language of languages) {
      if (isLanguage(language)) continue;
      context.addIssue({ code: 'custom', path: [language], message: 'is not the tag of a language' });
    }
    if (languages.length > MOST_LANGUAGES) {
      context.addIssue({ code: 'custom', message: `has more than ${MOST_LANGUAGES} languages` });
    }
  });

/** `messages:` of a policy. Without `default`, it is the first. */
export const Messages = group({ default: z.string('is not text').optional(), texts: Texts.optional() }).superRefine(
  ({ default: chosen, texts = {} }, context) => {
    const languages = Object.keys(texts);
    if (chosen === undefined || languages.includes(chosen)) return;
    const near = nearestWord(chosen, languages);
    context.addIssue({
      code: 'custom',
      path: ['default'],
      message: 'is not a language that has a text',
      params: defined({ near }),
    });
  },
);

export function guestMessagesOf({ default: chosen, texts = {} }: z.infer<typeof Messages>): GuestMessages {
  return { default: chosen ?? Object.keys(texts)[0] ?? 'en', texts };
}

export const messageKeys = { messages: ['default', 'texts'] };

export const messageRemedies = {
  messages: 'write `texts` below it, and `default` if there are several, indented by two spaces, or leave the key out',
  'messages.default': 'write one of the languages below `texts`, e.g. `default: en`',
  'messages.texts': 'write languages with their texts below it, e.g. `en: "You are invited to {event}."`',
  'messages.texts.*':
    'write the tag of a language (`en`, `de`, `pt-BR`), and a text of at most 800 characters with these in braces: {guest}, {computer}, {event}, {start}, {end}, {zone}',
};
