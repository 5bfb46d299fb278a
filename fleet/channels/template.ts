import type { ChannelMessage } from '../../contract/channels.ts';

/**
 * The body of a webhook: `template` (JSON) with each `{{name}}` in its texts replaced, or the whole message. A text that
 * is nothing but `{{alerts}}` becomes the list. What is replaced stays within its text, whatever characters it has.
 */
export function webhookBody(message: ChannelMessage, template: string | undefined): string {
  if (template === undefined || template === '') return JSON.stringify(message);
  return JSON.stringify(filled(JSON.parse(template), fieldsOf(message)));
}

/** Names that a template may use. */
export const TEMPLATE_FIELDS = [
  'id',
  'at',
  'state',
  'severity',
  'source',
  'title',
  'text',
  'hosts',
  'count',
  'incident',
  'alerts',
] as const;

type Fields = Record<(typeof TEMPLATE_FIELDS)[number], unknown>;

function fieldsOf(message: ChannelMessage): Fields {
  const { id, at, state, severity, source, title, text, incident, alerts } = message;
  const hosts = alerts.map(({ hostname }) => hostname).join(', ');
  return {
    id,
    at,
    state,
    severity,
    source,
    title,
    text,
    incident,
    alerts,
    hosts,
    count: alerts.length,
  };
}

function filled(value: unknown, fields: Fields): unknown {
  if (typeof value === 'string') return filledText(value, fields);
  if (Array.isArray(value)) return value.map((each) => filled(each, fields));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, filled(each, fields)]),
  );
}

function filledText(text: string, fields: Fields): unknown {
  const whole = /^\{\{\s*(\w+)\s*\}\}$/u.exec(text)?.[1];
  if (whole !== undefined && Object.hasOwn(fields, whole)) return fields[whole as keyof Fields];
  return text.replace(/\{\{\s*(\w+)\s*\}\}/gu, (original, name: string) => {
    if (!Object.hasOwn(fields, name)) return original;
    const value = fields[name as keyof Fields];
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
