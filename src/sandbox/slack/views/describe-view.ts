import type { Json, OpenView } from '../slack-server.types.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** A view as Slack sends it to the bot. */
export function describeView(workspace: Workspace, open: OpenView): Json {
  const { view } = open;
  return {
    id: open.id,
    team_id: workspace.teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    // A copy, since the person may go on typing.
    state: { values: structuredClone(open.values) },
    hash: open.hash,
    title: view.title ?? null,
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: open.previousId ?? null,
    root_view_id: open.rootId,
    app_id: workspace.appId,
    external_id: view.external_id ?? '',
    app_installed_team_id: workspace.teamId,
    bot_id: workspace.botId,
  };
}
