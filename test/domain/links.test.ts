import { describe, expect, test } from 'vitest';
import { checkLink, hostOf, readHostName } from '../../src/domain/links.ts';

const known = ['parsec.app', '127.0.0.1:4010', 'saas.example.com:8443'];
const suspicious = (host: string | undefined, encrypted = true) => ({ kind: 'suspicious', host, encrypted });

describe('a safe link is shown', () => {
  test.each([
    ['https://parsec.app/join/abc?x=1', 'https://parsec.app/join/abc?x=1'],
    ['https://links.parsec.app/g', 'https://links.parsec.app/g'],
    ['HTTPS://PARSEC.APP:443/Join', 'https://parsec.app/Join'],
    ['https://saas.example.com:8443/join', 'https://saas.example.com:8443/join'],
    // The sandbox: what goes to this machine leaves no wire.
    ['http://127.0.0.1:4010/join', 'http://127.0.0.1:4010/join'],
    // As a browser would read it, so that what is shown is what is opened.
    ['https:\\\\parsec.app\\x', 'https://parsec.app/x'],
    [' https://parsec.app/a b<c>\n', 'https://parsec.app/a%20b%3Cc%3E'],
  ])('%j', (text, url) => {
    expect(checkLink(text, known)).toEqual({ kind: 'known', url });
  });
});

describe('a suspicious link is not shown', () => {
  test.each([
    ['of another host', 'https://evil.example/join', suspicious('evil.example')],
    ['of a host that only ends alike', 'https://notparsec.app/', suspicious('notparsec.app')],
    ['of a host that only begins alike', 'https://parsec.app.evil.example/', suspicious('parsec.app.evil.example')],
    ['with the known host for a name', 'https://parsec.app@evil.example/', suspicious('evil.example')],
    [
      'with the known host for a name and a password',
      'https://parsec.app:443@evil.example',
      suspicious('evil.example'),
    ],
    ['with a backslash in front of the host', 'https://evil.example\\@parsec.app/', suspicious('evil.example')],
    ['with a name before the known host', 'https://me:pw@parsec.app/', suspicious(undefined)],
    ['with a full stop behind the host', 'https://parsec.app./', suspicious('parsec.app.')],
    ['with another port', 'https://parsec.app:8443/', suspicious('parsec.app:8443')],
    ['with no port where the known one has one', 'https://saas.example.com/', suspicious('saas.example.com')],
    ['in the clear', 'http://parsec.app/join', suspicious('parsec.app', false)],
    ['in the clear, of another host', 'http://evil.example', suspicious('evil.example')],
    ['of this machine at another port', 'http://127.0.0.1:22/', suspicious('127.0.0.1:22')],
    // Cyrillic а: shown in ASCII, so that nobody takes it for the known one.
    ['with a letter that looks alike', 'https://p\u0430rsec.app/', suspicious('xn--prsec-4ve.app')],
    ['with full-width letters of another host', 'https://ｅvil.example/', suspicious('evil.example')],
    ['that runs a script', 'javascript:alert(1)//parsec.app', suspicious(undefined)],
    ['that holds its content', 'data:text/html,parsec.app', suspicious(undefined)],
    ['of a file', 'file:///etc/passwd', suspicious(undefined)],
    ['of the scheme of a program', 'parsec://join?peer=1', suspicious(undefined)],
    ['that is none', 'parsec.app/join', suspicious(undefined)],
    ['that is nothing', '', suspicious(undefined)],
    ['longer than any', `https://parsec.app/${'x'.repeat(2_000)}`, suspicious(undefined)],
    ['of a host with a very long name', `https://${'x.'.repeat(120)}example/`, suspicious('x.'.repeat(50))],
  ])('%s', (_, text, checked) => {
    expect(checkLink(text, known)).toEqual(checked);
  });

  test('no link is safe where no host is known', () => {
    expect(checkLink('https://parsec.app/', [])).toEqual(suspicious('parsec.app'));
  });
});

test('full-width letters of a known host mean that host, as in a browser', () => {
  expect(checkLink('https://ｐarsec.app/', known)).toEqual({ kind: 'known', url: 'https://parsec.app/' });
});

test.each([
  ['parsec.app', 'parsec.app'],
  ['Links.PARSEC.app', 'links.parsec.app'],
  ['münchen.example', 'xn--mnchen-3ya.example'],
  ['10.0.0.7', '10.0.0.7'],
  ['app', undefined],
  ['app.', undefined],
  ['.parsec.app', undefined],
  ['a b.example', undefined],
  ['a.example:80', undefined],
  ['a.example:443', undefined],
  ['a.example?x', undefined],
  ['', undefined],
])('reads the host name %j as %j', (text, name) => {
  expect(readHostName(text)).toBe(name);
});

test('knows the host of an API with its port', () => {
  expect(hostOf('https://api.parsec.app')).toBe('api.parsec.app');
  expect(hostOf('http://127.0.0.1:4010/rest')).toBe('127.0.0.1:4010');
});
