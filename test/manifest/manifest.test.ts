import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Code, checkManifest, readCode } from '../../manifest/check.ts';
import { botScopes, httpManifest, manifest } from '../../manifest/manifest.ts';
import { type Manifest, manifestFaults } from '../../manifest/schema.ts';
import { manifestFile, renderManifest } from '../../manifest/write.ts';

const committed = readFileSync(manifestFile, 'utf8');

/** Code that fits the manifest; separate from the real code, so that each fault can be planted alone. */
const code: Code = {
  names: {
    commands: { guest: '/guest', member: '/member', team: '/team' },
    shortcuts: { inviteGuest: 'invite_guest', inviteThisGuest: 'invite_this_guest' },
  },
  sources: {
    'a.ts':
      "gate.onCommand(commands.guest, 'member', on); gate.onCommand(commands.member, 'member', on); gate.onCommand(commands.team, 'admin', on)",
    'home.ts': "gate.onEvent('app_home_opened', on)",
    'b.ts': `gate.onShortcut(shortcuts.inviteGuest, 'member', on);
gate.onMessageAction(
  shortcuts.inviteThisGuest, 'member', on)`,
  },
};

/** The manifest with one thing changed. */
function but(change: (copy: Manifest) => void, base = manifest()): Manifest {
  const copy = structuredClone(base);
  change(copy);
  return copy;
}

describe('the manifest', () => {
  test('is valid, and the committed file is up to date', () => {
    expect(manifestFaults(manifest())).toEqual([]);
    expect(committed).toBe(renderManifest(manifest()));
    expect(parse(committed)).toEqual(manifest());
  });

  test('fits the code as it is', () => {
    const real = readCode();
    expect(Object.keys(real.sources).length).toBeGreaterThan(5);
    expect(checkManifest(manifest(), committed, real)).toEqual([]);
  });

  test('gives the reason of every scope', () => {
    for (const [scope, reason] of Object.entries(botScopes)) expect(committed).toContain(`- ${scope} # ${reason}`);
  });

  test('over HTTP is valid too, and differs only in URLs and Socket Mode', () => {
    const http = httpManifest('https://guestlist.example.com/');
    const url = 'https://guestlist.example.com/slack/events';
    expect(manifestFaults(http)).toEqual([]);
    expect(manifestFaults(parse(renderManifest(http)))).toEqual([]);
    expect(http.features.slash_commands?.map((command) => command.url)).toEqual([url, url, url]);
    const back = but((copy) => {
      copy.settings.socket_mode_enabled = true;
      expect(copy.settings.interactivity).toEqual({
        is_enabled: true,
        request_url: url,
        message_menu_options_url: url,
      });
      copy.settings.interactivity = { is_enabled: true };
      expect(copy.settings.event_subscriptions?.request_url).toBe(url);
      delete copy.settings.event_subscriptions?.request_url;
      for (const command of copy.features.slash_commands ?? []) delete command.url;
    }, http);
    expect(back).toEqual(manifest());
  });
});

const https = 'https://guestlist.example.com';
const broken: [string, Manifest, string][] = [
  [
    'a long name',
    but((m) => {
      m.display_information.name = 'n'.repeat(36);
    }),
    'display_information.name',
  ],
  [
    'a long description',
    but((m) => {
      m.display_information.description = 'n'.repeat(141);
    }),
    'description',
  ],
  [
    'a long shortcut',
    but((m) => {
      for (const s of m.features.shortcuts ?? []) s.name = 'n'.repeat(25);
    }),
    'shortcuts.0.name',
  ],
  [
    'a command without /',
    but((m) => {
      for (const c of m.features.slash_commands ?? []) c.command = 'guest';
    }),
    'must begin with /',
  ],
  [
    'a long command',
    but((m) => {
      for (const c of m.features.slash_commands ?? []) c.command = `/${'g'.repeat(32)}`;
    }),
    'command',
  ],
  [
    'a long hint',
    but((m) => {
      for (const c of m.features.slash_commands ?? []) c.usage_hint = 'u'.repeat(1001);
    }),
    'usage_hint',
  ],
  [
    '51 commands',
    but((m) => {
      m.features.slash_commands = Array.from({ length: 51 }, (_, i) => ({ command: `/g${i}`, description: 'd' }));
    }),
    'slash_commands',
  ],
  [
    '11 shortcuts',
    but((m) => {
      m.features.shortcuts = Array.from({ length: 11 }, (_, i) => ({
        name: 'n',
        type: 'global' as const,
        callback_id: `c${i}`,
        description: 'd',
      }));
    }),
    'shortcuts',
  ],
  [
    'a command twice',
    but((m) => {
      m.features.slash_commands?.push({ command: '/guest', description: 'again' });
    }),
    '/guest: is listed twice',
  ],
  [
    'a callback twice',
    but((m) => {
      for (const s of m.features.shortcuts ?? []) s.callback_id = 'same';
    }),
    'same: is listed twice',
  ],
  [
    'a scope twice',
    but((m) => {
      m.oauth_config.scopes.bot.push('commands');
    }),
    'has a duplicate',
  ],
  [
    'a scope required and optional',
    but((m) => {
      m.oauth_config.scopes.bot_optional?.push('users:read');
    }),
    'users:read: required and optional',
  ],
  [
    'no scope for commands',
    but((m) => {
      m.oauth_config.scopes.bot = ['chat:write'];
    }),
    'need the scope commands',
  ],
  [
    'chat:write.public alone',
    but((m) => {
      m.oauth_config.scopes.bot = ['commands', 'chat:write.public'];
    }),
    'needs chat:write',
  ],
  [
    'a home tab without its event',
    but((m) => {
      delete m.settings.event_subscriptions;
    }),
    'needs the bot event app_home_opened',
  ],
  [
    'app_home_opened without a home tab',
    but((m) => {
      m.features.app_home.home_tab_enabled = false;
    }),
    'needs the home tab',
  ],
  [
    'direct messages without a messages tab',
    but((m) => {
      m.features.app_home.messages_tab_enabled = false;
    }),
    'messages_tab_enabled',
  ],
  [
    'shortcuts without interactivity',
    but((m) => {
      m.settings.interactivity.is_enabled = false;
    }),
    'need settings.interactivity.is_enabled',
  ],
  [
    'Socket Mode with a URL',
    but((m) => {
      m.settings.interactivity.request_url = `${https}/slack/events`;
    }),
    'Socket Mode takes no URL',
  ],
  [
    'Socket Mode with a URL on a command',
    but((m) => {
      for (const c of m.features.slash_commands ?? []) c.url = `${https}/slack/events`;
    }),
    'url of /guest: Socket Mode takes no URL',
  ],
  [
    'HTTP without URLs',
    but((m) => {
      m.settings.socket_mode_enabled = false;
    }),
    'HTTP needs a URL',
  ],
  [
    'HTTP without a URL for external selects',
    but((m) => {
      delete m.settings.interactivity.message_menu_options_url;
    }, httpManifest(https)),
    'message_menu_options_url: HTTP needs a URL',
  ],
  [
    'HTTP with events and no URL for them',
    but((m) => {
      m.settings.event_subscriptions = { bot_events: ['app_mention'] };
    }, httpManifest(https)),
    'event_subscriptions.request_url: HTTP needs a URL',
  ],
  ['HTTP in the clear', httpManifest('http://guestlist.example.com'), 'is not https://HOST/slack/events'],
  ['HTTP to another path', httpManifest(`${https}/bot`), 'is not https://HOST/slack/events'],
];

test.each(broken)('%s breaks a rule', (_, wrong, fault) => {
  expect(manifestFaults(wrong)).toContainEqual(expect.stringContaining(fault));
});

test('an unknown key breaks a rule', () => {
  expect(manifestFaults({ ...manifest(), features_: {} })).toEqual([expect.stringContaining('features_')]);
});

describe('the check', () => {
  const check = (changed: Partial<Code>) => checkManifest(manifest(), committed, { ...code, ...changed });

  test('passes when all agree', () => {
    expect(check({})).toEqual([]);
  });

  test.each([
    ['old', committed.replace('Invite a guest', 'Ask a guest'), 'npm run manifest'],
    ['empty', '', 'npm run manifest'],
    ['broken', committed.replace('command: /guest', 'command: guest'), 'slack-manifest.yml: features'],
  ])('fails when the committed file is %s', (_, file, fault) => {
    expect(checkManifest(manifest(), file, code)).toContainEqual(expect.stringContaining(fault));
  });

  test.each<[string, Partial<Code>, string]>([
    [
      'a command only in the code',
      { names: { ...code.names, commands: { guest: '/guest', member: '/member', team: '/team', other: '/other' } } },
      '/other: in names.ts, but not in the manifest',
    ],
    [
      'a command only in the manifest',
      { names: { ...code.names, commands: {} } },
      '/guest: in the manifest, but not in names.ts',
    ],
    [
      'a shortcut under another name',
      { names: { ...code.names, shortcuts: { inviteGuest: 'invite-guest', inviteThisGuest: 'invite_this_guest' } } },
      'invite_guest: in the manifest, but not in names.ts',
    ],
    [
      'a command without a listener',
      { sources: { 'b.ts': code.sources['b.ts'] ?? '' } },
      'commands.guest: has no listener',
    ],
    [
      'a shortcut without a listener',
      { sources: { 'a.ts': code.sources['a.ts'] ?? '' } },
      'shortcuts.inviteGuest: has no listener',
    ],
    [
      'a command spelled out',
      { sources: { ...code.sources, 'c.ts': "gate.onCommand('/member', 'member', on)" } },
      'c.ts: .onCommand(/member)',
    ],
    [
      'a shortcut spelled out',
      { sources: { ...code.sources, 'c.ts': 'gate.onShortcut("x", "member", on)' } },
      'c.ts: .onShortcut(x)',
    ],
    [
      'a message action spelled out',
      { sources: { ...code.sources, 'c.ts': "gate.onMessageAction('x', 'member', on)" } },
      'c.ts: .onMessageAction(x)',
    ],
    [
      'a command by a pattern',
      { sources: { ...code.sources, 'c.ts': 'gate.onCommand(/guest/, "member", on)' } },
      'c.ts: .onCommand(',
    ],
    [
      'an event Slack will not send',
      { sources: { ...code.sources, 'c.ts': "gate.onEvent('app_mention', 'member', on)" } },
      'event app_mention: not in',
    ],
  ])('fails for %s', (_, changed, fault) => {
    expect(check(changed)).toContainEqual(expect.stringContaining(fault));
  });

  test('fails for an event without a listener', () => {
    const source = but((m) => {
      m.settings.event_subscriptions = { bot_events: ['app_home_opened', 'app_mention'] };
    });
    expect(checkManifest(source, renderManifest(source), code)).toEqual([
      'event app_mention: in the manifest, but has no listener',
    ]);
  });
});
