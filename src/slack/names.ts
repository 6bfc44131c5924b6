/**
 * Every name Slack and the bot know each other by. The manifest is checked against `commands` and `shortcuts`; the rest must
 * stay stable while messages that carry it are around, which is forever.
 */
export const commands = { guest: '/guest', member: '/member', team: '/team' } as const;

export const shortcuts = { inviteGuest: 'invite_guest', inviteThisGuest: 'invite_this_guest' } as const;

/** callback_id of each modal. */
export const modals = {
  invite: 'invite_form',
  update: 'update_form',
  extend: 'extend_form',
  cancel: 'cancel_form',
  kick: 'kick_form',
  pick: 'pick_invite',
  settings: 'settings_form',
  memberInvite: 'member_form',
  memberPending: 'member_pending',
  memberList: 'member_list',
  memberEdit: 'member_edit',
  memberRole: 'member_role',
  onboard: 'person_onboard',
  offboard: 'person_offboard',
  team: 'team_form',
  teamConfirm: 'team_confirm',
  teamResult: 'team_result',
  teamHistory: 'team_history',
  report: 'report_form',
  reportResult: 'report_result',
  find: 'find_form',
  findShown: 'find_shown',
  audit: 'audit_log',
  auditEntry: 'audit_entry',
  seriesList: 'series_list',
  series: 'series_shown',
  seriesMove: 'series_move',
  seriesEnd: 'series_end',
  approvals: 'approval_list',
  approvalShown: 'approval_shown',
  approvalEdit: 'approval_edit',
  approvalDeny: 'approval_deny',
  approvalReview: 'approval_review',
  answer: 'answer',
} as const;

/**
 * action_id of each button of a card or a list, and of its menu. A button's value is an invite's id and nothing else; a menu's choice also
 * names the action: `cancel:inv_…`.
 */
export const buttons = {
  update: 'invite:update',
  extend: 'invite:extend',
  extendBy: 'invite_extend_by',
  kick: 'invite:kick',
  takeOver: 'invite_take_over',
  cancel: 'invite:cancel',
  again: 'invite:again',
  keep: 'invite_keep',
  show: 'invite:show',
  showEmail: 'invite_show_email',
  more: 'invite_more',
  /** Its value is what would be typed after /guest. */
  run: 'guest_run',
  listPage: 'list:page',
} as const;

/** action_id of each button and menu of `/member`. A button's value is an id, or a page, and nothing else. */
export const memberActions = {
  system: 'member:system',
  room: 'member:room',
  channel: 'member:channel',
  reload: 'member:reload',
  retry: 'member:retry',
  links: 'member:links',
  refused: 'member:refused',
  listSystem: 'member:list_system',
  page: 'member:page',
  again: 'member:list_again',
  resend: 'member:resend',
  edit: 'member:edit',
  cancel: 'member:cancel',
  remove: 'member:remove',
  role: 'member:role',
  keep: 'member:keep',
} as const;

/** action_id of each button and menu of `/member onboard` and `offboard`. A button's value is the id of the request and nothing else. */
export const personActions = {
  onboardChannel: 'person:onboard_channel',
  offboardChannel: 'person:offboard_channel',
  retry: 'person:retry',
} as const;

/** action_id of the filters and page buttons of the history of `/team`. A button's value is a page and nothing else. */
export const teamActions = {
  historyWho: 'history:who',
  historyArea: 'history:area',
  historyKind: 'history:kind',
  historyWhen: 'history:when',
  historyClear: 'history:clear',
  historyPage: 'history:page',
} as const;

/** action_id of the menus of `/guest report` on which its other questions depend. */
export const reportActions = { kind: 'report:kind', period: 'report:period' } as const;

/** action_id of the filters and buttons of `/guest find`. A button's value is a page, or an invite's id, and nothing else. */
export const findActions = {
  who: 'find:who',
  from: 'find:from',
  to: 'find:to',
  clear: 'find:clear',
  page: 'find:page',
  details: 'find:details',
} as const;

/** action_id of the filters and buttons of `/guest audit`. A button's value is a place in the log, or a format, and nothing else. */
export const auditActions = {
  who: 'audit:who',
  kind: 'audit:kind',
  via: 'audit:via',
  from: 'audit:from',
  to: 'audit:to',
  clear: 'audit:clear',
  page: 'audit:page',
  details: 'audit:details',
  export: 'audit:export',
} as const;

/** action_id of the buttons of a request for approval. A button's value is the id of the request and its revision: `apr_…:2`. */
export const approvalActions = {
  approve: 'approval:approve',
  deny: 'approval:deny',
  edit: 'approval:edit',
  review: 'approval:review',
  withdraw: 'approval:withdraw',
  open: 'approval:open',
} as const;

/**
 * action_id of the buttons and the menu of a series. A button's value is the id of the series, or of one of its occurrences
 * (`ser_…:2026-12-07`); a menu's choice also names the action.
 */
export const seriesActions = {
  skip: 'series:skip',
  restore: 'series:restore',
  move: 'series:move',
  invite: 'series:invite',
  end: 'series:end',
  show: 'series:show',
  takeOver: 'series:take_over',
  more: 'series:more',
} as const;

/** action_id of the buttons and menus of the Home tab itself; its invites have those of cards. A button's value is a part or a page. */
export const homeActions = {
  invite: 'home:invite',
  scope: 'home:scope',
  part: 'home:part',
  host: 'home:host',
  show: 'home:show',
  page: 'home:page',
} as const;

/** block_id of each input; the action_id inside is always `value`. */
export const fields = {
  email: 'email',
  reason: 'reason',
  bypass: 'bypass',
  note: 'note',
  host: 'host',
  event: 'event_name',
  preset: 'preset',
  length: 'length',
  more: 'more',
  permissions: 'permissions',
  zone: 'zone',
  startChoice: 'start_choice',
  startDate: 'start_date',
  startTime: 'start_time',
  startFold: 'start_fold',
  endChoice: 'end_choice',
  endDate: 'end_date',
  endTime: 'end_time',
  endFold: 'end_fold',
  duration: 'duration',
  repeat: 'repeat',
  weekdays: 'weekdays',
  until: 'until',
  seriesEnd: 'series_end',
  message: 'message',
  language: 'language',
  mail: 'mail',
  channel: 'channel',
  extension: 'extension',
  kickChoice: 'kick_choice',
  clash: 'clash_ok',
  invite: 'invite',
  style: 'style',
  warn: 'warn',
  starts: 'starts',
  reach: 'reach',
  system: 'system',
  profile: 'profile',
  guestInvites: 'guest_invites',
  addresses: 'addresses',
  leaveOut: 'leave_out',
  role: 'role',
  memberRole: 'member_role',
  group: 'group',
  appRule: 'app_rule',
  search: 'search',
  reportHost: 'report_host',
  reportPerson: 'report_person',
  reportFrom: 'report_from',
  reportTo: 'report_to',
} as const;

/** block_id of what `/team` asks; each input adds the operation's number and its field. */
export const teamFields = { operation: 'team_operation', input: 'team_input', shown: 'team_shown' } as const;

/** The action_id of every input; Slack knows inputs by their block. External selects need names of their own to be searched. */
export const actions = {
  value: 'value',
  more: 'more',
  host: 'host_search',
  zone: 'zone_search',
  invite: 'invite_search',
  choice: 'choice_search',
  reportHost: 'report_host_search',
  teamOperation: 'team_operation',
  teamSearch: 'team_search',
} as const;

/** event_type of the metadata on every message of ours, by which a doubtful post is found again. */
export const metadataType = 'guestlist_message';
