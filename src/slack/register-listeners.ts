import { listenToApprovals } from './approval/approval-listener.ts';
import { createApprovalScreen } from './approval/approval-screen.ts';
import { listenToEdit, redrawEdit } from './approval/edit-listener.ts';
import type { Gate } from './gate.ts';
import { listenToAudit } from './guest/audit/audit-listener.ts';
import { createSendExport } from './guest/audit/send-export.ts';
import { createBoardAnswer } from './guest/board/board-answer.ts';
import { listenToButtons } from './guest/card/card-buttons-listener.ts';
import { listenToChangeForms } from './guest/change-form/change-forms-listener.ts';
import { listenToExtendBy } from './guest/change-form/extend-by.ts';
import { listenToGuestCommand } from './guest/command/guest-command.ts';
import { listenToShortcuts } from './guest/command/shortcuts.ts';
import { listenToFind } from './guest/find/find-listener.ts';
import { listenToGroupButtons } from './guest/group/group-buttons-listener.ts';
import { listenToGroupForms } from './guest/group/group-forms-listener.ts';
import { listenToFormChanges } from './guest/invite-form/form-changes.ts';
import { listenToInviteForm } from './guest/invite-form/invite-form-listener.ts';
import { listenToSearches } from './guest/invite-form/searches.ts';
import { listenToReports } from './guest/report/report-listener.ts';
import { listenToSeries } from './guest/series/series-listener.ts';
import { listenToSettings } from './guest/settings/settings-listener.ts';
import { listenToSeveralForm, redrawSeveralForm } from './guest/several-form/several-form-listener.ts';
import { listenToHome } from './home/home-listener.ts';
import { listenToMemberCard } from './member/card/member-card-listener.ts';
import { listenToMemberCommand } from './member/command/member-command.ts';
import { listenToMemberChoices } from './member/invite-form/member-choices.ts';
import { listenToMemberForm } from './member/invite-form/member-form-listener.ts';
import { createListScreen } from './member/list/list-screen.ts';
import { listenToMemberLists } from './member/list/member-lists-listener.ts';
import { listenToMemberTerms } from './member/list/member-terms-listener.ts';
import { modals } from './names.ts';
import { listenToOffboarding, openOffboarding } from './person/offboard-listener.ts';
import { listenToOnboarding, openOnboarding } from './person/onboard-listener.ts';
import { listenToPersonCard } from './person/person-card-listener.ts';
import type { SlackContext } from './slack-context.ts';
import { listenToTeamCommand } from './team/command/team-command.ts';
import { listenToTeamHistory } from './team/history/team-history-listener.ts';
import { listenToTeam } from './team/operation/team-listener.ts';

/** Everything Slack can send that the bot listens to; once, before it starts. */
export function registerListeners(gate: Gate, slack: SlackContext): void {
  const sendExport = createSendExport(slack);
  const approvals = createApprovalScreen(slack);
  listenToGuestCommand(gate, slack, { sendExport, openApprovals: approvals.open, board: createBoardAnswer() });
  listenToAudit(gate, slack, sendExport);
  listenToFind(gate, slack);
  listenToShortcuts(gate, slack);
  listenToInviteForm(gate, slack);
  listenToChangeForms(gate, slack);
  listenToFormChanges(gate, slack, {
    [modals.approvalEdit]: redrawEdit,
    [modals.several]: redrawSeveralForm,
  });
  listenToSeveralForm(gate, slack);
  listenToGroupButtons(gate, slack);
  listenToGroupForms(gate, slack);
  listenToSearches(gate, slack);
  listenToButtons(gate, slack);
  listenToExtendBy(gate, slack);
  listenToSeries(gate, slack);
  listenToSettings(gate, slack);
  listenToReports(gate, slack);
  listenToApprovals(gate, slack, approvals);
  listenToEdit(gate, slack, approvals);
  listenToHome(gate, slack);
  listenToMemberCommand(gate, slack, { openOnboarding, openOffboarding });
  listenToOnboarding(gate, slack);
  listenToOffboarding(gate, slack);
  listenToPersonCard(gate, slack);
  listenToMemberForm(gate, slack);
  listenToMemberChoices(gate, slack);
  listenToMemberCard(gate, slack);
  const screen = createListScreen(slack);
  listenToMemberLists(gate, slack, screen);
  listenToMemberTerms(gate, slack, screen);
  listenToTeamCommand(gate, slack);
  listenToTeam(gate, slack);
  listenToTeamHistory(gate, slack);
}
