import { type Refusal, refuse, refuseArguments } from '../messages/message-content.ts';
import type { Parts } from '../parts.ts';
import type { Json } from '../slack-server.types.ts';
import { appMethods } from './app-methods.ts';
import { chatEditMethods } from './chat-edit.ts';
import { chatPostMethods } from './chat-post.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { historyMethods } from './history.ts';
import { type Answer, type Method, scopeRefusal } from './method.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

const methods: Readonly<Record<string, Method>> = {
  ...appMethods,
  ...chatPostMethods,
  ...chatEditMethods,
  ...fileMethods,
  ...historyMethods,
  ...conversationMethods,
  ...userMethods,
  ...viewMethods,
};

/** The methods the server has, except those of an app-level token. */
export const botMethods: readonly string[] = Object.keys(methods).filter((name) => methods[name]?.token !== 'app');

export function methodOf(name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

function tokenRefusal(parts: Parts, method: Method, token: string | undefined): Refusal | undefined {
  const { botToken, appToken } = parts.workspace;
  if (token === undefined || token === '') return refuse('not_authed');
  if (token !== botToken && token !== appToken) return refuse('invalid_auth');
  return token === (method.token === 'app' ? appToken : botToken) ? undefined : refuse('not_allowed_token_type');
}

/** Answers one Web API call. Checks in Slack's order: method, token, scope, arguments. */
export function answerCall(parts: Parts, name: string, args: Json, token: string | undefined): Answer {
  const method = methodOf(name);
  if (method === undefined) return refuse('unknown_method', { req_method: name });
  const refused = tokenRefusal(parts, method, token) ?? scopeRefusal(parts.workspace, method.scopes ?? []);
  if (refused !== undefined) return refused;
  const missing = (method.required ?? []).filter((one) => args[one] === undefined || args[one] === '');
  if (missing.length > 0) return refuseArguments(...missing.map((one) => `missing required field: ${one}`));
  return method.run(parts, args);
}
