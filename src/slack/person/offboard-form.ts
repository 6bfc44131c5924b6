import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { whoIs } from '../../domain/who-is.ts';
import type { FoundThere } from '../../flows/person/find-person.ts';
import { escapeText, option, section, shortText } from '../blocks/blocks.ts';
import { formValues } from '../blocks/form-values.ts';
import { checkboxes, input, modal } from '../blocks/inputs.ts';
import { Conversation, Id, memoryOf } from '../blocks/metadata.ts';
import { fields, modals, personActions } from '../names.ts';
import { CheckedPlace, type FormPlace } from '../shared/form-place.ts';
import { channelBlocks } from '../shared/notification-blocks.ts';
import { problemCopy } from '../shared/problem-copy.ts';
import { systemNames } from '../shared/system-copy.ts';
import { reasonCopy } from '../shared/system-refusal-copy.ts';
import { offboardCopy } from './person-copy.ts';

/** What the form holds. */
export type OffboardForm = {
  readonly email: string;
  readonly endsGuestInvites: boolean;
  /** Open invites as a guest that this person may cancel. */
  readonly guestInvites: number;
  /** Series that invite them as a guest, of which the same holds. */
  readonly guestSeries: number;
  readonly channelId: string | undefined;
  readonly typedIn: string | undefined;
  readonly checked: CheckedPlace | undefined;
};

/** What a system has of the person, or why nobody could look. */
export type FoundAtSystem = { readonly system: string; readonly found: FoundThere | Problem };

/** What the form carries. */
export const OffboardMemory = z.object({
  email: Id,
  guestInvites: z.number().int().nonnegative().default(0),
  guestSeries: z.number().int().nonnegative().default(0),
  checked: CheckedPlace.optional(),
  typedIn: Conversation.optional(),
});

/** Whom a request would remove, from what, and what it can't: shown before anything is removed. */
export function offboardModal(
  form: OffboardForm,
  { found, place }: { readonly found: readonly KnownBlock[]; readonly place: FormPlace },
): ModalView {
  const { email, guestInvites, guestSeries, typedIn } = form;
  const guests = option(offboardCopy.guests(guestInvites, guestSeries), 'guests');
  const memory: z.infer<typeof OffboardMemory> = { email, guestInvites, guestSeries, checked: place.checked, typedIn };
  return modal({
    id: modals.offboard,
    title: offboardCopy.title,
    submit: offboardCopy.submit,
    metadata: JSON.stringify(memory),
    blocks: [
      section(`Remove *${shortText(email, 254)}* from every system:`),
      ...found,
      ...(guestInvites + guestSeries === 0
        ? []
        : [
            input(fields.guestInvites, 'Guest invites', checkboxes([guests], form.endsGuestInvites ? [guests] : []), {
              optional: true,
            }),
          ]),
      ...channelBlocks(place.proposed, {
        hint: offboardCopy.channelHint,
        line: place.line,
        actionId: personActions.offboardChannel,
      }),
    ],
  });
}

/** What each system has of the person, as blocks that stay when the form is drawn again. */
export function foundBlocks(systems: readonly FoundAtSystem[]): KnownBlock[] {
  return systems.map(({ system, found }) => section(foundCopy(system, found), `found_${system}`));
}

/** The same from a form that shows them already. */
export function shownFound({ blocks }: Pick<ViewOutput, 'blocks'>): KnownBlock[] {
  return (blocks as KnownBlock[]).filter(({ block_id }) => block_id?.startsWith('found_') === true);
}

function foundCopy(system: string, found: FoundThere | Problem): string {
  const name = systemNames(system);
  if (isProblem(found))
    return `:warning: *${name}*: ${escapeText(reasonCopy(found, name))} Guestlist looks again after you press “${offboardCopy.submit}”.`;
  const lines = [
    ...found.members.map(
      (member) =>
        `:bust_in_silhouette: *${name}*: ${shortText(whoIs(member), 150)}, a member${member.role === undefined ? '' : ` (${shortText(member.role, 60)})`}`,
    ),
    ...found.invites.map((invite) => `:email: *${name}*: ${shortText(whoIs(invite), 150)}, a pending invite`),
    ...found.left.map(({ why }) => `:no_entry: *${name}*: ${escapeText(problemCopy(why))}`),
  ];
  return lines.length === 0 ? `*${name}*: not a member, and no invite is pending` : lines.join('\n');
}

/** What the form holds now. */
export function readOffboardForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): OffboardForm {
  const { email, guestInvites, guestSeries, checked, typedIn } = memoryOf(view, OffboardMemory);
  const values = formValues(view);
  return {
    email,
    guestInvites,
    guestSeries,
    endsGuestInvites: values.ticked(fields.guestInvites).includes('guests'),
    channelId: values.conversation(fields.channel),
    checked,
    typedIn,
  };
}
