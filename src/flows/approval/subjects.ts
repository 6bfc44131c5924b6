import type { ApprovalKind } from '../../domain/approval.ts';
import { changeSubject } from './change-subject.ts';
import { inviteSubject } from './invite-subject.ts';
import { memberSubject } from './member-subject.ts';
import type { SubjectKind } from './subject.ts';

/** What can need approval, by its kind. */
export const subjects: Readonly<Record<ApprovalKind, SubjectKind>> = {
  invite: inviteSubject,
  change: changeSubject,
  members: memberSubject,
};
