import { exported } from '../domain/audit-export.ts';
import type { AuditSink } from '../domain/audit-sink.ts';
import { type Problem, problem } from '../domain/problem.ts';
import type { HttpAnswer, Send } from '../providers/http.ts';

/** Posts entries as `{"entries": [...]}`. What answers with 2xx has them; the query of the address goes along. */
export function createWebhookSink(
  send: Send,
  { url, token = '' }: { readonly url: string; readonly token?: string | undefined },
  id: string,
): AuditSink {
  const { origin, pathname, searchParams } = new URL(url);
  return {
    name: 'webhook',
    id,
    async send(entries) {
      const answer = await send({
        kind: 'write',
        label: 'audit webhook',
        method: 'POST',
        url: `${origin}${pathname}`,
        query: Object.fromEntries(searchParams),
        bearer: token,
        body: { entries: entries.map(exported) },
      });
      return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300 ? 'sent' : failed(answer);
    },
  };
}

function failed(answer: HttpAnswer): Problem {
  if (answer.kind === 'busy') return problem('audit_sink_failed', { error: 'HTTP 429', retryAt: answer.retryAt });
  const error =
    answer.kind === 'answered' ? `HTTP ${answer.status}` : answer.kind === 'not-sent' ? 'no connection' : 'no answer';
  return problem('audit_sink_failed', { error });
}
