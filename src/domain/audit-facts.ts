/** What an audit row says besides who, when, and what. */
export type AuditFacts = Readonly<Record<string, string | number | boolean>>;

/**
 * Texts that name no guest and no member: ids, codes, terms, places. Every other text of an audit row is kept where it can be erased,
 * so that a new one is personal until somebody says otherwise here.
 */
const plainKeys: ReadonlySet<string> = new Set([
  'appRule',
  'appRuleId',
  'approvers',
  'before',
  'by',
  'change',
  'channel',
  'error',
  'ends',
  'field',
  'formats',
  'from',
  'group',
  'groupId',
  'host',
  'hostBefore',
  'hostId',
  'inviter',
  'kind',
  'of',
  'online',
  'open',
  'operation',
  'outcome',
  'permission',
  'permissions',
  'permissionsBefore',
  'person',
  'problem',
  'provider',
  'providerInviteId',
  'reference',
  'report',
  'role',
  'roleId',
  'scope',
  'series',
  'state',
  'style',
  'styleBefore',
  'term',
  'timeZone',
  'timeZoneBefore',
  'typedIn',
  'why',
  'zone',
]);

/** Facts in two parts: what can be kept for good, and what may have to be erased. A number or a yes and no names nobody. */
export function splitFacts(facts: AuditFacts): { readonly plain: AuditFacts; readonly personal: AuditFacts } {
  const plain: Record<string, AuditFacts[string]> = {};
  const personal: Record<string, AuditFacts[string]> = {};
  for (const [key, value] of Object.entries(facts)) {
    (typeof value !== 'string' || plainKeys.has(key) ? plain : personal)[key] = value;
  }
  return { plain, personal };
}
