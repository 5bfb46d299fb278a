import type { Channel, ChannelMessage, ChannelSecrets } from '../../contract/channels.ts';
import type { OutgoingRequest } from '../../platform/net/send-request.ts';
import { post } from './post.ts';

/** A channel into which a message is written for people. */
export type ChatChannel = Extract<Channel, { type: 'slack' | 'discord' | 'teams' | 'telegram' }>;

/** Colours of messages: red, amber, grey, green. */
const COLOURS = {
  critical: 0xd1_24_2f,
  warning: 0xbf_87_00,
  info: 0x57_60_6a,
  over: 0x1a_7f_37,
} as const;

/** What is posted to a chat. Names of hosts are untrusted text: none is read as markup or as a mention. */
export function chatRequest(
  channel: ChatChannel,
  secrets: ChannelSecrets,
  message: ChannelMessage,
): OutgoingRequest {
  const { title, text, id } = message;
  switch (channel.type) {
    case 'slack':
      return post(secrets['url'] ?? '', {
        text: slackEscaped(`${title}\n${text}`).slice(0, 3000),
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: title.slice(0, 150), emoji: false } },
          {
            type: 'section',
            text: { type: 'plain_text', text: text.slice(0, 2900), emoji: false },
          },
          { type: 'context', elements: [{ type: 'plain_text', text: id, emoji: false }] },
        ],
      });
    case 'discord':
      return post(secrets['url'] ?? '', {
        allowed_mentions: { parse: [] },
        embeds: [
          {
            title: discordEscaped(title).slice(0, 256),
            description: discordEscaped(text).slice(0, 4000),
            color: colourOf(message),
            footer: { text: id },
          },
        ],
      });
    case 'teams':
      return post(secrets['url'] ?? '', {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              // A TextBlock would read names as markup; the runs of a RichTextBlock are plain.
              body: [
                richText(title.slice(0, 200), { weight: 'Bolder', size: 'Medium' }),
                richText(text.slice(0, 6000), {}),
                richText(id, { isSubtle: true, size: 'Small' }),
              ],
            },
          },
        ],
      });
    case 'telegram':
      return post(
        `https://api.telegram.org/bot${encodeURIComponent(secrets['token'] ?? '')}/sendMessage`,
        {
          chat_id: channel.chatId,
          text: `${title}\n\n${text}\n\n${id}`.slice(0, 4000),
          link_preview_options: { is_disabled: true },
        },
      );
  }
}

function richText(text: string, style: object): object {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...style }] };
}

function colourOf({ state, severity }: ChannelMessage): number {
  return state === 'resolved' ? COLOURS.over : COLOURS[severity];
}

function slackEscaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function discordEscaped(text: string): string {
  return text.replace(/[\\*_~`|>[\]()#@<:-]/gu, String.raw`\$&`);
}
