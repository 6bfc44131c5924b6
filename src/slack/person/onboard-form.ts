import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Profile } from '../../domain/policy/profile-text.ts';
import { context, option } from '../blocks/blocks.ts';
import { formValues } from '../blocks/form-values.ts';
import { input, modal, select, textInput } from '../blocks/inputs.ts';
import { limits } from '../blocks/limits.ts';
import { Conversation, memoryOf } from '../blocks/metadata.ts';
import { lineSections } from '../blocks/pages.ts';
import { fields, modals, personActions } from '../names.ts';
import { CheckedPlace, type FormPlace } from '../shared/form-place.ts';
import { channelBlocks } from '../shared/notification-blocks.ts';
import { sayModal } from '../shared/pick-form.ts';
import { onboardCopy, profileLine } from './person-copy.ts';

/** Slack: the options of a menu. Nobody writes down as many profiles. */
const MOST_PROFILES = 100;
/** Profiles whose systems are named. */
const NAMED = 12;

/** What the form holds. */
export type OnboardForm = {
  readonly profile: string;
  readonly addresses: string;
  readonly reason: string;
  readonly channelId: string | undefined;
  readonly typedIn: string | undefined;
  readonly checked: CheckedPlace | undefined;
};

/** What the form carries. */
export const OnboardMemory = z.object({ checked: CheckedPlace.optional(), typedIn: Conversation.optional() });

/** The form that invites people to several systems at once. `asksReason`: a role of some profile needs approval. */
export function onboardModal(
  form: OnboardForm,
  frame: { readonly profiles: readonly Profile[]; readonly asksReason: boolean; readonly place: FormPlace },
): ModalView {
  const { profiles, place } = frame;
  if (profiles.length === 0) return sayModal(onboardCopy.title, onboardCopy.none);
  const options = profiles.slice(0, MOST_PROFILES).map(({ name }) => option(name, name));
  const chosen = options.find(({ value }) => value === form.profile) ?? (options.length === 1 ? options[0] : undefined);
  const addresses = textInput(form.addresses, limits.text, { multiline: true });
  const reason = textInput(form.reason, 500, { multiline: true });
  const more = profiles.length - NAMED;
  return modal({
    id: modals.onboard,
    title: onboardCopy.title,
    submit: onboardCopy.submit,
    metadata: JSON.stringify({ checked: place.checked, typedIn: form.typedIn } satisfies z.infer<typeof OnboardMemory>),
    blocks: [
      input(fields.profile, 'Profile', select(options, chosen)),
      ...lineSections(profiles.slice(0, NAMED).map(profileLine)),
      ...(more > 0 ? [context(`…and ${more} more.`)] : []),
      input(fields.addresses, onboardCopy.addresses, addresses, { hint: onboardCopy.addressesHint }),
      ...(frame.asksReason
        ? [input(fields.reason, onboardCopy.reason, reason, { hint: onboardCopy.reasonHint, optional: true })]
        : []),
      ...channelBlocks(place.proposed, {
        hint: onboardCopy.channelHint,
        line: place.line,
        actionId: personActions.onboardChannel,
      }),
    ],
  });
}

/** What the form holds now. */
export function readOnboardForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): OnboardForm {
  const { checked, typedIn } = memoryOf(view, OnboardMemory);
  const values = formValues(view);
  return {
    profile: values.choice(fields.profile),
    addresses: values.text(fields.addresses),
    reason: values.text(fields.reason),
    channelId: values.conversation(fields.channel),
    checked,
    typedIn,
  };
}
