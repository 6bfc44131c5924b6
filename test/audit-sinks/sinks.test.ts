import { once } from 'node:events';
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuditSinks } from '../../src/audit-sinks/create-sinks.ts';
import type { ExportedEntry } from '../../src/domain/audit-export.ts';
import type { AuditSink } from '../../src/domain/audit-sink.ts';
import { createLog } from '../../src/log.ts';
import { createDispatcher } from '../../src/providers/http.ts';
import { memoryQuotas } from '../support/memory-quotas.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const log = createLog({ level: 'error', secrets: [], destination: { write: () => undefined } });
const entry = (seq: number): ExportedEntry => ({
  workspaceId: 'T1',
  seq,
  id: `a${seq}`,
  at: NOW,
  actor: 'U1',
  action: 'cancelled',
  inviteId: 'inv_1',
  facts: {},
  prevHash: 'p',
  hash: 'h',
});

function sinkOf(wanted: Parameters<typeof createAuditSinks>[0]): AuditSink {
  const now = () => NOW;
  const [sink] = createAuditSinks(wanted, { now, log, dispatcher: createDispatcher(), quotas: memoryQuotas(now) });
  if (sink === undefined) throw new Error('no sink');
  return sink;
}

describe('the audit file', () => {
  const path = () => join(temporaryFolder('audit-file'), 'audit.jsonl');
  const seqs = (file: string) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { seq: number }).seq);

  it('gets one JSON a line, and only its owner can read it', async () => {
    const file = path();
    const sink = sinkOf({ auditFile: file });
    expect(await sink.send([entry(1), entry(2)])).toBe('sent');
    expect(await sink.send([entry(3)])).toBe('sent');
    expect(seqs(file)).toEqual([1, 2, 3]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is made anew after it was rotated', async () => {
    const file = path();
    const sink = sinkOf({ auditFile: file });
    await sink.send([entry(1)]);
    renameSync(file, `${file}.1`);
    await sink.send([entry(2)]);
    expect([seqs(`${file}.1`), seqs(file)]).toEqual([[1], [2]]);
  });

  it('begins a new line after one that was left half written', async () => {
    const file = path();
    const sink = sinkOf({ auditFile: file });
    await sink.send([entry(1)]);
    appendFileSync(file, '{"workspace":"T1","se');
    await sink.send([entry(2)]);
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines[1]).toBe('{"workspace":"T1","se');
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ seq: 2 });
  });

  it('fails where it cannot be written, and says why', async () => {
    const folder = temporaryFolder('audit-folder');
    mkdirSync(join(folder, 'taken'));
    const failed = { code: 'audit_sink_failed', facts: { error: 'EISDIR' } };
    expect(await sinkOf({ auditFile: join(folder, 'taken') }).send([entry(1)])).toMatchObject(failed);
    const missing = sinkOf({ auditFile: join(folder, 'nowhere', 'audit.jsonl') });
    expect(await missing.send([entry(1)])).toMatchObject({ facts: { error: 'ENOENT' } });
  });
});

describe('the audit webhook', () => {
  let server: Server;
  afterEach(() => server?.closeAllConnections());
  const asked: { url: string; authorization: string | undefined; body: string }[] = [];

  async function listen(status: number, headers: Record<string, string> = {}): Promise<string> {
    asked.length = 0;
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      let body = '';
      for await (const part of request) body += String(part);
      asked.push({ url: request.url ?? '', authorization: request.headers.authorization, body });
      response.writeHead(status, headers).end();
    };
    server = createServer((request, response) => void take(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('gets entries as JSON, with its query and its token', async () => {
    const url = `${await listen(202)}/hook?key=a%2Fb`;
    expect(await sinkOf({ auditWebhook: { url, token: 'secret' } }).send([entry(1), entry(2)])).toBe('sent');
    const [request] = asked;
    expect(request).toMatchObject({ url: '/hook?key=a%2Fb', authorization: 'Bearer secret' });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      entries: [{ workspace: 'T1', seq: 1, at: '2026-11-23T09:00:00.000Z', subject: 'inv_1' }, { seq: 2 }],
    });
  });

  it('gets no token where there is none', async () => {
    await sinkOf({ auditWebhook: { url: await listen(200) } }).send([entry(1)]);
    expect(asked[0]?.authorization).toBeUndefined();
  });

  it('has not taken what it did not answer with 2xx', async () => {
    for (const status of [302, 400, 500]) {
      const sink = sinkOf({ auditWebhook: { url: await listen(status) } });
      expect(await sink.send([entry(1)])).toMatchObject({
        code: 'audit_sink_failed',
        facts: { error: `HTTP ${status}` },
      });
      server.closeAllConnections();
    }
  });

  it('is left alone for as long as it asks for', async () => {
    const sink = sinkOf({ auditWebhook: { url: await listen(429, { 'retry-after': '120' }) } });
    expect(await sink.send([entry(1)])).toMatchObject({ facts: { retryAt: NOW + 120_000 } });
    expect(await sink.send([entry(1)])).toMatchObject({ facts: { retryAt: NOW + 120_000 } });
    expect(asked).toHaveLength(1);
  });

  it('may be gone', async () => {
    const url = await listen(200);
    server.close();
    await once(server, 'close');
    expect(await sinkOf({ auditWebhook: { url } }).send([entry(1)])).toMatchObject({
      facts: { error: 'no connection' },
    });
  });

  it('is another one at another address, which the store does not learn', () => {
    const [one, other] = ['https://siem.example/?key=hush1', 'https://siem.example/?key=hush2'].map((url) =>
      sinkOf({ auditWebhook: { url } }),
    );
    expect(one?.id).not.toBe(other?.id);
    expect(`${one?.id}`).not.toContain('hush');
  });
});
