import { createDelayedJobs } from '../delayed-jobs.ts';
import { createLocalServer } from '../local-server.ts';
import { createTimers } from '../timers.ts';
import { createTroubles } from '../troubles.ts';
import { createDeliveries } from './delivery/delivery.ts';
import { createSocketMode } from './delivery/socket-mode.ts';
import type { Parts } from './parts.ts';
import { createResponseUrls } from './response-urls.ts';
import { serveResponseUrl } from './serve-response-url.ts';
import { serveUpload } from './serve-upload.ts';
import type { SlackServer, SlackServerOptions } from './slack-server.types.ts';
import { createTriggers } from './triggers.ts';
import { EVENT_RETRIES_MS } from './user-actions/events.ts';
import { forge } from './user-actions/forge.ts';
import { userActionsOf } from './user-actions/user-actions.ts';
import { createViewStore } from './views/view-store.ts';
import { createRateLimits } from './web-api/rate-limits.ts';
import { createWebApi } from './web-api/serve-web-api.ts';
import { createChanges } from './workspace/changes.ts';
import { describeState } from './workspace/describe-state.ts';
import { newSecret } from './workspace/ids.ts';
import { readManifest } from './workspace/manifest.ts';
import { addChannel, addPerson, addUserGroup } from './workspace/people.ts';
import { createWorkspace, personOf, type Workspace } from './workspace/workspace.ts';

/**
 * Starts a Slack-compatible server on 127.0.0.1 for one workspace with the app of the manifest. It is as strict as Slack's documents;
 * where they leave room, it takes the stricter reading, and the code says so.
 */
export async function startSlackServer(options: SlackServerOptions): Promise<SlackServer> {
  const timers = createTimers();
  const views = createViewStore(options.now);
  const changes = createChanges(() => describeState(workspace, views));
  const manifest = readManifest(options.manifest, options.withoutScopes ?? []);
  const workspace: Workspace = createWorkspace({
    now: options.now,
    manifest,
    changes,
    timers,
    hasUserGroups: options.userGroups ?? true,
    secrets: options.secrets ?? { bot: newSecret('xoxb'), app: newSecret('xapp-1'), signing: newSecret('s').slice(2) },
  });
  const socketMode = createSocketMode(() => workspace);
  let port = 0;
  let httpUrl: string | undefined;
  const deliveries = createDeliveries(workspace, socketMode, () => httpUrl, options.ackWithinMs);
  const base = () => `http://127.0.0.1:${port}`;
  const parts: Parts = {
    workspace,
    views,
    triggers: createTriggers(options.triggerLifeMs),
    responseUrls: createResponseUrls(options.now, base, workspace.teamId),
    socketMode,
    deliver: deliveries.deliver,
    troubles: createTroubles(
      ({ method, when }, call) => ['*', call.method].includes(method) && (when?.(call.args) ?? true),
    ),
    base,
    offered: new Map(),
    eventRetriesMs: options.eventRetriesMs ?? EVENT_RETRIES_MS,
  };

  const delayedJobs = createDelayedJobs(options.now, () => changes.changed());
  const rateLimits = options.rateLimits === false ? undefined : createRateLimits();
  const webApi = createWebApi(parts, rateLimits, delayedJobs);
  const http = createLocalServer({
    request(request, response, { url: { pathname: path } }) {
      const method = /^\/api\/(.+)$/.exec(path)?.[1];
      const answered =
        method !== undefined
          ? webApi(method, request, response)
          : path.startsWith('/upload/')
            ? serveUpload(parts, path, request, response)
            : serveResponseUrl(parts, path, request, response);
      // Only a connection that broke while it was read ends up here.
      answered.catch(() => request.socket.destroy());
    },
    upgrade: (request, socket, head, { url }) => socketMode.upgrade(request, socket, head, url),
  });
  port = await http.listen(options.port ?? 0);

  return {
    apiUrl: `${base()}/api/`,
    ...workspace,
    commands: manifest.commands,
    shortcuts: manifest.shortcuts,
    app: manifest.profile,
    get sockets() {
      return socketMode.sockets;
    },
    addPerson: (person) => addPerson(workspace, person),
    addChannel: (channel) => addChannel(workspace, channel),
    addUserGroup: (group) => addUserGroup(workspace, group),
    as: (personId) => userActionsOf(parts, personId),
    async forge(personId, type, payload) {
      const person = personOf(workspace, personId);
      if (person === undefined) throw new Error(`there is no person ${personId}`);
      const outcome = await forge(parts, person, type, payload);
      return outcome.kind === 'acked' ? { acked: true, ack: outcome.ack } : { acked: false };
    },
    deliverTo(url) {
      httpUrl = url;
    },
    redeliver: deliveries.redeliver,
    sendFrame: socketMode.sendFrame,
    trouble: parts.troubles.add,
    clearTrouble: parts.troubles.clear,
    catchUp: delayedJobs.catchUp,
    disconnectSockets: socketMode.disconnect,
    onChange: changes.onChange,
    until: changes.until,
    async stop() {
      timers.stop();
      delayedJobs.stop();
      socketMode.stop();
      changes.stop();
      await http.stop();
    },
  };
}
