import type { Troubles } from '../troubles.ts';
import type { Deliveries } from './delivery/delivery.ts';
import type { SocketMode } from './delivery/socket-mode.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { ApiCall, Json, SlackTrouble } from './slack-server.types.ts';
import type { Triggers } from './triggers.ts';
import type { ViewStore } from './views/view-store.ts';
import type { Workspace } from './workspace/workspace.ts';

/** The parts of the running server that the Web API and user actions need. */
export type Parts = {
  readonly workspace: Workspace;
  readonly views: ViewStore;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly socketMode: SocketMode;
  readonly deliver: Deliveries['deliver'];
  readonly troubles: Troubles<SlackTrouble, Pick<ApiCall, 'method' | 'args'>>;
  /** `http://127.0.0.1:PORT` */
  readonly base: () => string;
  /** What external selects last offered: `viewId or channel ts|block_id|action_id` -> option by value. */
  readonly offered: Map<string, ReadonlyMap<string, Json>>;
  readonly eventRetriesMs: readonly number[];
};
