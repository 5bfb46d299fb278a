import type { ChannelTexts } from '../en/channel.ts';
import { metrics } from './metrics.ts';

/** Japanese. */
export const channel: ChannelTexts = {
  ...metrics,
  channel: {
    firing: {
      offline: { one: '{host} がオフラインになりました', many: '{n} 台がオフラインになりました' },
      metric: {
        one: '{host}: {metric} {value}',
        many: '{n} 台: {metric} がしきい値を超えています',
      },
    },
    resolved: {
      offline: { one: '{host} が復帰しました', many: '{n} 台が復帰しました' },
      metric: {
        one: '{host}: {metric} が正常に戻りました',
        many: '{n} 台: {metric} が正常に戻りました',
      },
    },
    reminder: '継続中: {title}',
    acknowledged: '確認済み: {title}',
    since: '{host}: {from} から',
    sinceValue: '{host}: {value}（しきい値 {threshold}）、{from} から',
    span: '{host}: {from} ～ {to}',
    more: 'ほか {n} 台',
    test: {
      title: 'Py-Perf Desktop からのテスト',
      text: 'このチャンネルは正常に動作しています。異常はありません。',
    },
  },
};
