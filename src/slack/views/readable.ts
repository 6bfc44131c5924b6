import type { ViewOutput } from '@slack/bolt';
import type { z } from 'zod';
import { modals } from '../names.ts';
import { About, Extends, Memory } from './form-memory.ts';
import { ListMetadata } from './list-modal.ts';
import { TermsMetadata } from './member-terms-form.ts';
import { readMetadata } from './metadata.ts';
import { PickMemory } from './pick-form.ts';
import { MemberMemory } from './read-member-form.ts';
import { SettingsMemory } from './settings-form.ts';
import { TeamConfirmMemory } from './team-confirm.ts';
import { TeamMemory } from './team-form.ts';
import { HistoryMetadata } from './team-history.ts';

/** What each modal carries for us, by its callback_id. */
const carried = {
  [modals.invite]: Memory,
  [modals.update]: Memory.required({ inviteId: true }),
  [modals.extend]: Extends,
  [modals.cancel]: About,
  [modals.kick]: About,
  [modals.pick]: PickMemory,
  [modals.settings]: SettingsMemory,
  [modals.memberInvite]: MemberMemory,
  [modals.memberPending]: ListMetadata,
  [modals.memberList]: ListMetadata,
  [modals.memberEdit]: TermsMetadata,
  [modals.memberRole]: TermsMetadata,
  [modals.team]: TeamMemory,
  [modals.teamConfirm]: TeamConfirmMemory,
  [modals.teamHistory]: HistoryMetadata,
} satisfies Record<Exclude<(typeof modals)[keyof typeof modals], typeof modals.teamResult>, z.ZodType>;

/**
 * Whether a modal carries what we wrote into it. It comes back from outside, and a modal may have been opened by an older Guestlist; no
 * reader of a modal has to look again.
 */
export function isReadable({ callback_id, private_metadata }: Pick<ViewOutput, 'callback_id' | 'private_metadata'>) {
  if (!Object.hasOwn(carried, callback_id)) return true;
  return readMetadata(private_metadata, carried[callback_id as keyof typeof carried]) !== undefined;
}
