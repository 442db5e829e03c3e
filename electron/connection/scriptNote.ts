/** What the host's log says of a script that ran: which, with which parameters, how long, and how it ended; no secret (R23). */
import type { Failure } from '../base/failure';
import type { LogFields, LogLevel } from '../base/log';
import { REDACTED } from '../base/redact';

export interface ScriptRun {
  /** Of resources/. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** From the wish to the end. */
  readonly ms: number;
  /** Undefined when it did not end by itself. */
  readonly status: number | undefined;
  readonly stderr: string;
  readonly failure: Failure | undefined;
  /** More than parameters say: what was sent on stdin. */
  readonly secrets?: readonly string[];
}

/** Parameters whose values are secrets; PASSWORD_COMES only says that one will. */
const SECRET = /PASS(?!WORD_COMES$)|SECRET|OTP|COOKIE|TOKEN/;
/** Characters of a parameter's value; a longer one, a program for example, is only counted. */
const VALUE_LIMIT = 200;

/** Arguments for Connection.note. */
export function scriptNote({
  name,
  parameters,
  ms,
  status,
  stderr,
  failure,
  secrets: sent = [],
}: ScriptRun): [LogLevel, string, LogFields] {
  const given = Object.entries(parameters).flatMap(([key, value]) => (SECRET.test(key) ? [value] : []));
  const secrets = [...given, ...sent].filter((secret) => secret !== '');
  // The host may repeat what it was given.
  const clean = (text: string): string => secrets.reduce((left, secret) => left.replaceAll(secret, REDACTED), text);
  const shown = Object.entries(parameters).map(([key, value]): [string, string] => [
    key,
    SECRET.test(key) ? REDACTED : valueText(clean(value)),
  ]);
  const fields: LogFields = {
    ms,
    status,
    ...(failure === undefined ? {} : { code: failure.code, message: clean(failure.message), stderr: clean(stderr).trim() || undefined }),
    ...Object.fromEntries(shown),
  };
  if (failure === undefined) return ['info', `ran ${name}`, fields];
  return failure.code === 'cancelled' ? ['info', `stopped ${name}`, fields] : ['warn', `${name} failed`, fields];
}

/** All of it or none: half a secret would not be found by the redactor. */
const valueText = (value: string): string => (value.length > VALUE_LIMIT ? `[${value.length} characters]` : value);
