/**
 * Every name Slack and the bot know each other by. The manifest is checked against `commands` and `shortcuts`; the rest must
 * stay stable while messages that carry it are around, which is for ever.
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
  team: 'team_form',
  teamConfirm: 'team_confirm',
  teamResult: 'team_result',
  teamHistory: 'team_history',
} as const;

/** action_id of each button of a card or a list. Its value is an invite's id and nothing else. */
export const buttons = {
  update: 'invite:update',
  extend: 'invite:extend',
  extendBy: 'invite_extend_by',
  kick: 'invite:kick',
  takeOver: 'invite_take_over',
  cancel: 'invite:cancel',
  again: 'invite:again',
  keep: 'invite_keep',
  link: 'invite_link',
  show: 'invite:show',
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

/** action_id of what narrows and turns the history of `/team`. A button's value is a page and nothing else. */
export const teamActions = {
  historyWho: 'history:who',
  historyArea: 'history:area',
  historyKind: 'history:kind',
  historyWhen: 'history:when',
  historyClear: 'history:clear',
  historyPage: 'history:page',
} as const;

/** block_id of each input; the action_id inside is always `value`. */
export const fields = {
  email: 'email',
  host: 'host',
  event: 'event_name',
  preset: 'preset',
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
  message: 'message',
  mail: 'mail',
  channel: 'channel',
  extension: 'extension',
  kickChoice: 'kick_choice',
  invite: 'invite',
  style: 'style',
  warn: 'warn',
  starts: 'starts',
  reach: 'reach',
  system: 'system',
  addresses: 'addresses',
  leaveOut: 'leave_out',
  role: 'role',
  memberRole: 'member_role',
  group: 'group',
  appRule: 'app_rule',
  search: 'search',
} as const;

/** block_id of what `/team` asks; each input adds the operation's number and its field. */
export const teamFields = { operation: 'team_operation', input: 'team_input', shown: 'team_shown' } as const;

/** The action_id of every input; Slack tells inputs apart by their block. External selects need names of their own to be searched. */
export const actions = {
  value: 'value',
  host: 'host_search',
  zone: 'zone_search',
  invite: 'invite_search',
  choice: 'choice_search',
  teamOperation: 'team_operation',
  teamSearch: 'team_search',
} as const;

/** event_type of the metadata on every message of ours, by which a doubtful post is found again. */
export const metadataType = 'guestlist_message';
