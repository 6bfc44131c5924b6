import type { ViewOutput } from '@slack/bolt';
import type { z } from 'zod';
import { ApprovalMemory, ApprovalsMemory } from './approval/approval-forms.ts';
import { readMetadata } from './blocks/metadata.ts';
import { AuditMetadata } from './guest/audit/audit-memory.ts';
import { FindMetadata } from './guest/find/find-memory.ts';
import { About, ApprovalEditMemory, Extends, Memory } from './guest/invite-form/form-memory.ts';
import { ReportMetadata } from './guest/report/report-form.ts';
import { MoveMemory, SeriesListMemory, SeriesMemory } from './guest/series/series-window.ts';
import { SettingsMemory } from './guest/settings/settings-form.ts';
import { MemberMemory } from './member/invite-form/member-form.ts';
import { TermsMetadata } from './member/list/member-terms-form.ts';
import { modals } from './names.ts';
import { OffboardMemory } from './person/offboard-form.ts';
import { OnboardMemory } from './person/onboard-form.ts';
import { ListMetadata } from './shared/list-modal.ts';
import { PickMemory } from './shared/pick-form.ts';
import { HistoryMetadata } from './team/history/team-history.ts';
import { TeamConfirmMemory } from './team/operation/team-confirm.ts';
import { TeamMemory } from './team/operation/team-form.ts';

/** What each modal carries for us, by its callback_id. */
const carried = {
  [modals.invite]: Memory,
  [modals.update]: Memory.required({ inviteId: true }),
  [modals.extend]: Extends,
  [modals.cancel]: About,
  [modals.kick]: About,
  [modals.pick]: PickMemory,
  [modals.settings]: SettingsMemory,
  [modals.report]: ReportMetadata,
  [modals.audit]: AuditMetadata,
  [modals.find]: FindMetadata,
  [modals.seriesList]: SeriesListMemory,
  [modals.series]: SeriesMemory,
  [modals.seriesMove]: MoveMemory,
  [modals.seriesEnd]: SeriesMemory,
  [modals.approvals]: ApprovalsMemory,
  [modals.approvalShown]: ApprovalMemory,
  [modals.approvalEdit]: ApprovalEditMemory,
  [modals.approvalDeny]: ApprovalMemory,
  [modals.approvalReview]: ApprovalMemory,
  [modals.memberInvite]: MemberMemory,
  [modals.onboard]: OnboardMemory,
  [modals.offboard]: OffboardMemory,
  [modals.memberPending]: ListMetadata,
  [modals.memberList]: ListMetadata,
  [modals.memberEdit]: TermsMetadata,
  [modals.memberRole]: TermsMetadata,
  [modals.team]: TeamMemory,
  [modals.teamConfirm]: TeamConfirmMemory,
  [modals.teamHistory]: HistoryMetadata,
} satisfies Record<
  Exclude<
    (typeof modals)[keyof typeof modals],
    | typeof modals.teamResult
    | typeof modals.reportResult
    | typeof modals.auditEntry
    | typeof modals.findShown
    | typeof modals.answer
  >,
  z.ZodType
>;

/**
 * Whether a modal carries what we wrote into it. It comes back from outside, and a modal may have been opened by an older Guestlist; no
 * reader of a modal has to look again.
 */
export function isReadable({ callback_id, private_metadata }: Pick<ViewOutput, 'callback_id' | 'private_metadata'>) {
  if (!Object.hasOwn(carried, callback_id)) return true;
  return readMetadata(private_metadata, carried[callback_id as keyof typeof carried]) !== undefined;
}
