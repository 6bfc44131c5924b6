import type { Gate } from './gate.ts';
import { createListScreen } from './list-screen.ts';
import { listenToButtons } from './listeners/card-buttons.ts';
import { listenToChangeForms } from './listeners/change-forms.ts';
import { listenToExtendBy } from './listeners/extend-by.ts';
import { listenToFormChanges } from './listeners/form-changes.ts';
import { listenToGuestCommand } from './listeners/guest-command.ts';
import { listenToInviteForm } from './listeners/invite-form.ts';
import { listenToMemberCard } from './listeners/member-card.ts';
import { listenToMemberChoices } from './listeners/member-choices.ts';
import { listenToMemberCommand } from './listeners/member-command.ts';
import { listenToMemberForm } from './listeners/member-form.ts';
import { listenToMemberLists } from './listeners/member-lists.ts';
import { listenToMemberTerms } from './listeners/member-terms.ts';
import { listenToSearches } from './listeners/searches.ts';
import { listenToSettings } from './listeners/settings.ts';
import { listenToShortcuts } from './listeners/shortcuts.ts';
import { listenToTakeOver } from './listeners/take-over.ts';
import { listenToTeam } from './listeners/team.ts';
import { listenToTeamCommand } from './listeners/team-command.ts';
import { listenToTeamHistory } from './listeners/team-history.ts';
import { listenToTeamSearch } from './listeners/team-search.ts';
import type { SlackContext } from './slack-context.ts';

/** Everything Slack can send that the bot listens to; once, before it starts. */
export function registerListeners(gate: Gate, slack: SlackContext): void {
  listenToGuestCommand(gate, slack);
  listenToShortcuts(gate, slack);
  listenToInviteForm(gate, slack);
  listenToChangeForms(gate, slack);
  listenToFormChanges(gate, slack);
  listenToSearches(gate, slack);
  listenToButtons(gate, slack);
  listenToExtendBy(gate, slack);
  listenToTakeOver(gate, slack);
  listenToSettings(gate, slack);
  listenToMemberCommand(gate, slack);
  listenToMemberForm(gate, slack);
  listenToMemberChoices(gate, slack);
  listenToMemberCard(gate, slack);
  const screen = createListScreen(slack);
  listenToMemberLists(gate, slack, screen);
  listenToMemberTerms(gate, slack, screen);
  listenToTeamCommand(gate, slack);
  listenToTeam(gate, slack);
  listenToTeamSearch(gate, slack);
  listenToTeamHistory(gate, slack);
}
